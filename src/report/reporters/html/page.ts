/*
 * The report as one file: no requests, one script, light and dark, for a screen of any width and for paper.
 * `htmlOf`, below, is a pure function of a run and its layout; `reporter.ts` puts it beside summary.json. A part of the page is a file:
 * `experiments.ts` (causes and promises), `dots.ts` (the picture of a promise), `lanes.ts` (one trial over time), `replay.ts` (what the script draws a trial from), `trials.ts` (all of
 * them), `done.ts` (what was done), `style.ts` (the look).
 */
import { svgBody } from '../../../picture/svg.ts'
import { journalOf } from '../../../journal/trials.ts'
import { trialCount } from '../../chapter.ts'
import type { Summary } from '../../schema.ts'
import { plural } from '../../text.ts'
import { doneOf } from './done.ts'
import { element, escaped, named, percent, strip } from './element.ts'
import { experimentsOf } from './experiments.ts'
import { replayOf } from './replay.ts'
import type { PageRun, PageSource } from './source.ts'
import { hashOf, STYLE } from './style.ts'
import { trialsOf } from './trials.ts'

/** The same run and layout give the same bytes. */
export function htmlOf(source: PageSource): string {
  const run: PageRun = { ...source, trial: journalOf(source.journal) }
  const { summary } = source
  const policy = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(source.script)}; img-src data:; base-uri 'none'; form-action 'none'`
  const mark =
    summary.counts.missed > 0 ? '✗' : summary.counts.unknown > 0 || summary.status !== 'completed' ? '?' : '✓'
  return [
    '<!doctype html>',
    '<html lang="en" dir="ltr"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    element('title', {}, escaped(`${mark} ${summary.lab}: ${verdictText(summary)} · Backhoe`)),
    `<style>${STYLE}</style></head><body>`,
    element(
      'header',
      {},
      element('b', { dir: 'auto' }, named(summary.lab)),
      element('span', { class: 'dim' }, `Backhoe report · seed ${String(summary.seed)} · ${escaped(summary.kernel)}`),
      element(
        'nav',
        { 'aria-label': 'parts of the report' },
        ...PARTS.map(([id, text]) => element('a', { href: `#${id}` }, text)),
      ),
    ),
    '<main>',
    verdictOf(summary),
    element(
      'section',
      { id: 'promises', 'aria-labelledby': 'promises-title' },
      element('h2', { id: 'promises-title' }, 'Promises'),
      experimentsOf(run),
    ),
    replayOf(run),
    networkOf(source),
    trialsOf(run),
    doneOf(run),
    '</main>',
    element(
      'footer',
      {},
      'Made by Backhoe. This file asks for nothing from anywhere; summary.json beside it is the same as data.',
    ),
    `<script>${source.script}</script>`,
    '</body></html>',
    '',
  ].join('\n')
}

const PARTS = [
  ['promises', 'Promises'],
  ['replay', 'Replay'],
  ['network', 'Network'],
  ['trials', 'All trials'],
  ['done', 'What was done'],
] as const

/** The first line, which is the title of the tab too. */
function verdictText(summary: Summary): string {
  const { counts, status } = summary
  const all = counts.met + counts.missed + counts.unknown
  const of = plural(all, 'promise')
  const undecided = counts.unknown > 0 ? `${String(counts.unknown)} undecided` : ''
  const end = status === 'completed' ? '' : ` (${status} after ${plural(trialCount(summary), 'trial')})`
  if (all === 0) return `Nothing was promised${end}`
  if (counts.missed > 0)
    return `${String(counts.missed)} of ${of} ${counts.missed === 1 ? 'is' : 'are'} broken${undecided === '' ? '' : `, ${undecided}`}${end}`
  if (counts.unknown > 0) return `Nothing is broken, ${String(counts.unknown)} of ${of} cannot be decided${end}`
  return `${all === 1 ? 'The one promise holds' : `${of} hold`}${end}`
}

function verdictOf(summary: Summary): string {
  const { missed, unknown, met } = summary.counts
  const cells = [
    ...Array<string>(missed).fill('s-missed'),
    ...Array<string>(unknown).fill('s-unknown'),
    ...Array<string>(met).fill('s-met'),
  ]
  const width = 1 / Math.max(1, cells.length)
  const bar = strip(
    12,
    `${String(missed)} missed, ${String(unknown)} unknown, ${String(met)} met`,
    ...cells.flatMap((kind, at) => {
      const box = { x: percent(at * width), width: percent(Math.max(width * 0.5, width - 0.005)), y: 0, height: 12 }
      // Undecided is two bars and missed is one, so that they differ without colour.
      if (kind !== 's-unknown') return [element('rect', { class: kind, ...box })]
      return [0, 8].map((y) => element('rect', { class: kind, ...box, y, height: 4 }))
    }),
  )
  return element(
    'section',
    { 'aria-label': 'verdict' },
    element('h1', {}, escaped(verdictText(summary))),
    element('div', { class: 'tally' }, bar),
    element(
      'ul',
      { class: 'counts' },
      element('li', { class: 'missed' }, `✗ ${String(missed)} missed`),
      element('li', { class: 'unknown' }, `? ${String(unknown)} unknown`),
      element('li', { class: 'met' }, `✓ ${String(met)} met`),
    ),
  )
}

function networkOf({ layout, summary }: PageSource): string {
  const picture =
    typeof layout === 'string'
      ? element('p', { class: 'note' }, escaped(layout))
      : element(
          'div',
          { class: 'wide', tabindex: 0, role: 'group', 'aria-label': `the network of ${summary.lab}` },
          element(
            'svg',
            {
              class: 'bk',
              role: 'img',
              'aria-label': `topology of ${layout.name}`,
              width: layout.width,
              height: layout.height,
              viewBox: `0 0 ${String(layout.width)} ${String(layout.height)}`,
            },
            svgBody(layout),
          ),
        )
  return element(
    'section',
    { id: 'network', 'aria-labelledby': 'network-title' },
    element('h2', { id: 'network-title' }, 'Network'),
    picture,
    element(
      'p',
      { class: 'dim' },
      'Before the fault, as it is configured: filled labels are in use, a frame holds what works as a pair, a loop round cables is a bond, nodes of one colour share a risk.',
    ),
  )
}
