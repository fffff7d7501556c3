import { createHash } from 'node:crypto'
import { REPLAY_STYLE } from '../../../page/style.ts'
import { MONO, SANS, styleOf } from '../../../picture/style.ts'

/** Colour is spent on trouble: vermilion lost or broken, ochre undecided, indigo theory, blue the way of packets, brown the fault. */
const LIGHT = `color-scheme:light;--paper:#fff;--wash:#f5f6f8;--ink:#15181c;--ink2:#454d58;--ink3:#5c6671;--rule:#d5dae1;
--missed:#a82a00;--missed-bg:#fdf1ea;--unknown:#806000;--unknown-bg:#fbf5e0;--met:#0a665a;
--theory:#43379c;--theory-bg:#e6e4f7;--path:#0d6bd0;--arr:#6f87a3;--fault:#7d5a3d;--fault-bg:#f3ede6;
--seg:#33506f;--seg-ink:#fff;--seg2:#dfe6ee;--seg2-ink:#26323f`
const DARK = `color-scheme:dark;--paper:#13161a;--wash:#1a1e24;--ink:#e9ecf0;--ink2:#b7bfca;--ink3:#a3acb8;--rule:#353c47;
--missed:#ff8f63;--missed-bg:#2d1d16;--unknown:#e5b84c;--unknown-bg:#282213;--met:#5ccab7;
--theory:#ada4f5;--theory-bg:#2a2748;--path:#74b5ff;--arr:#6d86a5;--fault:#cda57f;--fault-bg:#29221b;
--seg:#a9c1dc;--seg-ink:#10161d;--seg2:#2b3440;--seg2-ink:#c9d3df`

const PAGE = `:root{${LIGHT}}
@media screen and (prefers-color-scheme: dark){:root{${DARK}}}
*{box-sizing:border-box}
html{scroll-padding-top:12px;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.45 ${SANS};font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
code,pre,.mono{font-family:${MONO};font-size:.93em}
a{color:var(--path)}
h1,h2,h3,p,dl,dd,dt,ul,ol,figure,table,pre{margin:0;padding:0}
:focus-visible{outline:2px solid var(--path);outline-offset:2px}
svg{display:block}
header,main,footer{max-width:2480px;margin:0 auto;padding:0 24px}
header{display:flex;flex-wrap:wrap;gap:4px 20px;padding-block:9px;border-bottom:1px solid var(--rule)}
header b{font-weight:650}
header nav{display:flex;flex-wrap:wrap;gap:4px 14px;margin-inline-start:auto}
header nav a{color:var(--ink2)}
.dim{color:var(--ink3)}.missed{color:var(--missed)}.unknown{color:var(--unknown)}.met{color:var(--met)}
h1{font-size:27px;line-height:1.2;font-weight:650;margin-top:22px}
h2{font-size:18px;font-weight:650;margin:40px 0 8px;padding-top:12px;border-top:2px solid var(--ink)}
h3{font-size:16px;font-weight:650}
h4,h3.small{font-size:13px;font-weight:650;margin:14px 0 4px}
.tally{width:min(640px,100%);height:12px;margin:14px 0 6px}
.counts{display:flex;flex-wrap:wrap;gap:2px 18px;padding:0;list-style:none}
.experiment{border-top:1px solid var(--rule);padding:14px 0 10px;margin-top:12px}
.experiment:first-child{border-top:0;margin-top:0;padding-top:4px}
.experiment>header{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;border:0;padding:0}
.why{margin:8px 0 10px 22px;padding:10px 16px;background:var(--wash);border-inline-start:4px solid var(--missed)}
.why.undecided{border-inline-start:6px double var(--unknown)}
.why dl{display:grid;grid-template-columns:64px minmax(0,1fr);gap:3px 10px}
.why dt{color:var(--ink3);font-size:12px;padding-top:2px}
.why dd{max-width:90ch}.why dd.big{font-weight:650}
.promises{margin-inline-start:22px;list-style:none;padding:0}
.promise{display:grid;grid-template-columns:20px minmax(170px,210px) minmax(300px,430px) minmax(120px,170px) minmax(0,1fr);gap:0 14px;align-items:center;padding:4px 0;border-top:1px solid var(--rule)}
.promise:first-child{border-top:0}
.promise .mark{font-weight:700;text-align:center}
.promise .value{font-weight:650;line-height:1.25}
.promise .because{color:var(--ink2);font-size:13px;line-height:1.35;max-width:80ch}
.wide{overflow-x:auto}
.wide svg{max-width:none}
details{margin:8px 0 0 22px}
summary{cursor:pointer;color:var(--ink2);min-height:24px}
.lanes{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 12px;align-items:center;margin-top:8px}
.lanes .label{font-size:12px;color:var(--ink2);max-width:220px}
.lanes svg,.dots{width:100%;overflow:visible}
.events{columns:2 360px;column-gap:32px;list-style:none;padding:0;font-size:13px}
.events li{display:grid;grid-template-columns:84px minmax(0,1fr);gap:8px;break-inside:avoid;padding:1px 0}
.events time{text-align:end;color:var(--ink3)}
.note{border-inline-start:6px double var(--unknown);padding:4px 12px;margin:8px 0 8px 22px;color:var(--ink2)}
table{border-collapse:collapse;font-size:13px}
th,td{text-align:end;padding:2px 10px 2px 0;border-bottom:1px solid var(--rule);white-space:nowrap}
th{color:var(--ink3);font-weight:400}
th:first-child,td:first-child{text-align:start}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:3px 16px}
.facts dt{color:var(--ink3)}
pre{background:var(--wash);padding:8px 12px;white-space:pre-wrap;font-size:12px;line-height:1.4}
footer{margin-top:40px;padding-block:16px 40px;color:var(--ink3);font-size:12px}
svg text{font:11px ${SANS};fill:var(--ink2)}
.s-ink{fill:var(--ink)}.s-dim{fill:var(--ink3)}.s-missed{fill:var(--missed)}.s-unknown{fill:var(--unknown)}.s-met{fill:var(--rule)}.s-theory{fill:var(--theory-bg)}.s-arr{fill:var(--arr)}
.s-fault{fill:var(--fault-bg)}.s-seg{fill:var(--seg)}.s-seg2{fill:var(--seg2)}.s-bad{fill:var(--missed-bg);stroke:var(--missed)}.s-open{fill:none;stroke:var(--unknown);stroke-dasharray:2 2}
.l-rule{stroke:var(--rule)}.l-bound{stroke:var(--ink);stroke-width:2}.l-theory{stroke:var(--theory);stroke-width:1.4}.l-fault{stroke:var(--fault);stroke-width:1.2}.l-missed{stroke:var(--missed);stroke-width:2}.l-noise{stroke:var(--ink3)}
.l-curve{fill:none;stroke:var(--ink2);stroke-width:2;vector-effect:non-scaling-stroke}
svg text.t-missed{fill:var(--missed);font-weight:650}svg text.t-dim{fill:var(--ink3)}svg text.t-ink{fill:var(--ink)}svg text.t-theory{fill:var(--theory)}svg text.t-fault{fill:var(--fault)}svg text.t-seg{fill:var(--seg-ink)}svg text.t-seg2{fill:var(--seg2-ink)}svg text.t-paper{fill:var(--paper);font-weight:650}
@media (min-width:1800px){body{font-size:15px}}
@media (min-width:1900px){.experiments{display:grid;grid-template-columns:1fr 1fr;gap:0 48px;align-items:start}.promise{grid-template-columns:20px 170px minmax(240px,1fr) 150px}.promise .because{grid-column:2/-1}}
@media (max-width:1000px){.promise{grid-template-columns:20px minmax(0,1fr) minmax(0,1fr)}.promise .dots{grid-column:2/-1;grid-row:2}.promise .because{grid-column:2/-1}}
@media (max-width:600px){.t-rare{display:none}header,main,footer{padding-inline:12px}.why,.promises,details,.note{margin-inline-start:0}.lanes{grid-template-columns:minmax(0,1fr)}.lanes .label{max-width:none;margin-top:4px}h1{font-size:22px}}
@media print{@page{size:A4;margin:14mm}body{font-size:11px}.experiment{break-inside:avoid}header nav{display:none}.wide{overflow:visible}.wide svg{max-width:100%;height:auto}a{color:inherit}}`

/** The one style sheet of the page. */
export const STYLE = `${PAGE}\n${REPLAY_STYLE}\n${styleOf('auto', '.bk')}`

/** What the page's own Content-Security-Policy lets through, by its hash. */
export const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
