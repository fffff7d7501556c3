// Recorded runs as stories, for tests of what is drawn of them.
import { fileURLToPath } from 'node:url'
import lab from '../../labs/vlan-missing.lab.ts'
import { splitTrials } from '../../src/journal/trials.ts'
import { DrawnNetwork } from '../../src/page/network.ts'
import { layOut } from '../../src/picture/lay-out.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { readRun } from '../../src/report/folder.ts'
import type { PageSource } from '../../src/report/reporters/html/source.ts'
import { pageScript } from '../../src/report/reporters/html/reporter.ts'
import type { TrialStory } from '../../src/report/story/schema.ts'
import { storyOf } from '../../src/report/story/story.ts'
import { summarize } from '../../src/report/summarize.ts'

/** Three trials of a bond whose second switch lacks the VLAN; with the model that their plan did not keep yet. */
const recorded = readRun(fileURLToPath(new URL('../fixtures/recorded/schema-1', import.meta.url)))
const { plan } = buildPlan(lab, 'vlan-missing', { hz: recorded.meta.hz, trials: 2 })
const summary = summarize(plan, recorded.events, recorded.meta)

export const vlanMissing = async (): Promise<PageSource> => {
  if (plan.model === undefined) throw new Error('a new plan has its model')
  return { summary, plan, journal: recorded.events, layout: await layOut(plan.model), script: pageScript() }
}

/** Its first trial, and the network that it ran in. */
export const vlanMissingTrial = async (): Promise<{ story: TrialStory; network: DrawnNetwork }> => {
  const { layout, journal } = await vlanMissing()
  const [, events = []] = splitTrials(journal)
  const measured = summary.experiments[0]?.trials[0]
  if (measured === undefined || typeof layout === 'string') throw new Error('it has a trial and a picture')
  return { story: storyOf({ plan, events, measured }), network: new DrawnNetwork(layout, plan.cables) }
}
