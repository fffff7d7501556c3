/** The look of a replay. Colours are the page's custom properties; `.n-…` is what is true of the network now. */
export const REPLAY_STYLE = `button,select,input[type=search]{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--ink3);border-radius:5px;padding:3px 9px;min-height:28px;cursor:pointer}
select{max-width:100%}
button[aria-pressed=true]{background:var(--ink);color:var(--paper)}
.replay:focus{outline:none}
.pick,.ctl{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center;margin:8px 0}
.pick label,.ctl label{display:flex;gap:6px;align-items:center;font-size:12px;color:var(--ink3);min-width:0}
.pick label>select,.ctl label>select{font-size:14px;color:var(--ink);min-width:0}
.group{display:flex;gap:4px;align-items:center}
.ctl input[type=range]{flex:1;min-width:150px;height:28px;accent-color:var(--path)}
.ctl output{min-width:82px;font-weight:650}
.play{min-width:92px}
.scene{display:grid;grid-template-columns:minmax(0,1fr) 304px;grid-template-areas:"map map" "time events";gap:8px 24px;align-items:start}
.map{grid-area:map;min-width:0;display:flex;flex-wrap:wrap;gap:8px 24px;align-items:flex-start}
.map .wide{max-width:100%}
.map .saying{flex:1 1 300px}
.map .save{order:1}
.map .find{flex:1 0 100%;margin:0;font-size:12px}
.find input{width:190px}
.n-found{fill:none;stroke:var(--theory);stroke-width:3;opacity:.8}
.time{grid-area:time;min-width:0}
.happened{grid-area:events;align-self:stretch;display:flex;flex-direction:column;min-height:240px;contain:size}
.happened h3.small{margin-top:0}
.happened ol{overflow-y:auto;flex:1;list-style:none;font-size:13px;position:relative;border-top:1px solid var(--rule)}
.happened button{display:grid;grid-template-columns:70px minmax(0,1fr);gap:8px;width:100%;min-height:24px;text-align:start;border:0;border-inline-start:3px solid transparent;border-radius:0;background:none;padding:2px 4px}
.happened button:hover{background:var(--wash)}
.happened button[aria-current]{background:var(--wash);border-inline-start-color:var(--path);font-weight:650}
.happened time{text-align:end;font-size:12px;color:var(--ink3)}
.happened .future{color:var(--ink3)}
.e-fault{color:var(--fault)}.e-loss{color:var(--missed)}.e-detection{color:var(--theory)}.future span{color:var(--ink3)}
.saying{background:var(--wash);border-inline-start:4px solid var(--path);padding:6px 12px;min-height:56px}
.saying.ends{border-inline-start-color:var(--missed)}.saying.ends p:first-child{color:var(--missed);font-weight:650}
.saying.unknown{border-inline-start:6px double var(--unknown)}
.lanes.dense{gap:0 12px;grid-template-columns:160px minmax(0,1fr)}
.dense .label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.lanes svg svg{overflow:hidden}
.strip{cursor:crosshair;touch-action:pan-y}
.l-head{stroke:var(--path)}
.under{display:flex;gap:12px;align-items:baseline}
.said{flex:1;min-height:2.9em;font-size:12px;color:var(--ink2)}
.save{font-size:12px;padding:1px 8px;min-height:24px;margin:4px 0}
.values{margin-inline-start:0;font-size:13px}
.keys{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:12px;margin-top:4px}
kbd{font:inherit;border:1px solid var(--rule);border-radius:4px;padding:0 4px;background:var(--wash)}
.n-under{fill:none;stroke:var(--paper);stroke-width:4}
.n-cut,.n-dark{fill:none;stroke:var(--missed);stroke-width:2;stroke-dasharray:7 5}
.n-silent{fill:none;stroke:var(--missed);stroke-width:2.4;stroke-dasharray:1 5;stroke-linecap:round}
.n-impaired{fill:none;stroke:var(--unknown);stroke-width:4.4}.n-impaired-gap{fill:none;stroke:var(--paper);stroke-width:1.8}
.n-cross{fill:none;stroke:var(--missed);stroke-width:2.4;stroke-linecap:round}
.bk text.n-word{fill:var(--missed);font-weight:650;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.n-way{fill:none;stroke:var(--path);stroke-width:4;stroke-linecap:round}
.n-way-unknown{fill:none;stroke:var(--unknown);stroke-width:3;stroke-dasharray:2 6;stroke-linecap:round}
.bk text.n-doubt{fill:var(--unknown);font-weight:700;font-size:14px;paint-order:stroke;stroke:var(--paper);stroke-width:5px}
.n-arrow{fill:var(--path);stroke:var(--paper);stroke-width:1}
.n-hole{fill:var(--paper);stroke:var(--missed);stroke-width:2.4}
.n-port-dark{fill:var(--paper);stroke:var(--missed);stroke-width:2}
.n-closed{stroke:var(--ink);stroke-width:3;fill:none}
.n-missing{fill:none;stroke:var(--unknown);stroke-width:2.4}
.n-hangs{fill:none;stroke:var(--missed);stroke-width:2;stroke-dasharray:3 3}
.n-paper{fill:var(--paper)}
.n-pill-bad{fill:var(--missed-bg);stroke:var(--missed)}
.bk text.n-ink-bad{fill:var(--missed);font-weight:650}
.n-strike{stroke:var(--missed);stroke-width:1.2}
@media (min-width:1800px){.scene{grid-template-columns:minmax(0,auto) minmax(560px,1fr) 380px;grid-template-areas:"map time events"}.map .saying{flex:1 0 100%;width:0}}
@media (max-width:1000px){.scene{grid-template-columns:minmax(0,1fr);grid-template-areas:"map" "time" "events"}.happened{height:300px}}
@media (max-width:600px){.keys{display:none}.lanes.dense{grid-template-columns:minmax(0,1fr)}.pick label.grow{width:100%}.pick label.grow select{flex:1}}
@media print{.pick,.ctl,.keys,.save,.values,.said{display:none}.scene{display:block}.happened{contain:none}.happened ol{columns:2;overflow:visible}}`
