import { formatNs, ms } from '../../../model/time.ts'
import { repeatCommand } from '../../repeat.ts'
import { element, escaped, named } from './element.ts'
import type { PageRun } from './source.ts'

/** How the run came about: lab, kernel, seed, identity, versions, the commands that repeat it, proofs, the files of each node. */
export function doneOf({ summary, plan }: PageRun): string {
  const facts: readonly (readonly [string, string])[] = [
    ['lab', summary.file === '' ? summary.lab : summary.file],
    ['topology', plan.topology],
    ['status', summary.status],
    ['seed', String(summary.seed)],
    ['kernel', `${summary.kernel}, HZ ${String(summary.hz)}, ${summary.virtualTime ? 'virtual time' : 'real time'}`],
    ['runtime', summary.runtime],
    ['time', `${formatNs(ms(summary.labMs))} in the lab, ${formatNs(ms(summary.wallMs))} on the clock`],
    ['identity', summary.identity],
    ...Object.entries(summary.versions),
  ]
  return element(
    'section',
    { id: 'done', 'aria-labelledby': 'done-title' },
    element('h2', { id: 'done-title' }, 'What was done'),
    element(
      'dl',
      { class: 'facts' },
      ...facts.map(
        ([term, text]) => element('dt', {}, escaped(term)) + element('dd', { class: 'mono' }, escaped(text)),
      ),
    ),
    element('h3', { class: 'small' }, 'To run it again'),
    element('pre', {}, escaped(summary.experiments.map((one) => repeatCommand(summary, one, null)).join('\n'))),
    ...summary.experiments.flatMap((experiment) => {
      const [trial] = experiment.trials
      const evidence = trial?.fault.proof.evidence ?? []
      if (evidence.length === 0) return []
      return [
        element(
          'details',
          {},
          element('summary', {}, 'Proof that the fault was live: ', named(experiment.name)),
          element('ul', {}, ...evidence.map((line) => element('li', {}, escaped(line)))),
        ),
      ]
    }),
    ...plan.build.flatMap((operation) => {
      if (operation.op !== 'file') return []
      return [
        element(
          'details',
          {},
          element('summary', {}, named(operation.node), ' ', element('code', {}, escaped(operation.path))),
          element('pre', {}, escaped(operation.text)),
        ),
      ]
    }),
  )
}
