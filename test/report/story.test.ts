import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readRun } from '../../src/report/folder.ts'
import { storyJsonSchema, storySchema, type TrialStory, type StorySpan } from '../../src/report/story/schema.ts'
import { storiesOf } from '../../src/report/story/stories.ts'
import { summarize } from '../../src/report/summarize.ts'

/** Three trials and a control of each of two experiments: a bond, and a pair of routers. */
const run = readRun(fileURLToPath(new URL('../fixtures/recorded/composed', import.meta.url)))
const summary = summarize(run.plan, run.events, run.meta)

const stories = [...storiesOf({ plan: run.plan, journal: run.events, summary })]
const trials = stories.filter(({ trial }) => trial !== null)

const spansOf = <Is extends StorySpan['is']>({ spans }: TrialStory, is: Is): Extract<StorySpan, { is: Is }>[] =>
  spans.filter((span): span is Extract<StorySpan, { is: Is }> => span.is === is)

const published = new URL('../../schema/story.schema.json', import.meta.url)

test('the published schema is the code’s, and every story obeys it', async () => {
  await expect(`${JSON.stringify(storyJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../schema/story.schema.json')
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(published, 'utf8')) as object)
  for (const story of stories) {
    expect(storySchema.parse(story)).toEqual(story)
    expect(validate(JSON.parse(JSON.stringify(story))) ? [] : validate.errors).toEqual([])
  }
})

describe('the story of a trial', () => {
  test('has every trial and every control on an axis of its own', () => {
    expect(stories.map(({ trial }) => trial)).toEqual([null, 0, 1, 2, null, 0, 1, 2])
    for (const { axis, trial } of stories) {
      expect(axis.fromNs).toBeLessThan(axis.readyNs)
      if (trial === null) expect([axis.zeroNs, axis.healedNs]).toEqual([null, null])
      else expect(axis.readyNs < (axis.zeroNs ?? 0) && (axis.healedNs ?? 0) < axis.toNs).toBe(true)
    }
  })

  test('splits the outage that the fault began into parts that follow one another, from the fault to its end', () => {
    for (const story of trials) {
      for (const outage of spansOf(story, 'outage').filter(({ fromNs }) => fromNs < (story.axis.healedNs ?? 0))) {
        const parts = spansOf(story, 'part').filter(
          ({ flow, direction }) => flow === outage.flow && direction === outage.direction,
        )
        expect(parts[0]).toMatchObject({ part: 'detection', fromNs: story.axis.zeroNs })
        expect(parts.slice(1).map(({ fromNs }) => fromNs)).toEqual(parts.slice(0, -1).map(({ toNs }) => toNs))
        // The last part ends with the outage, or with the state that theory names where packets overtook the news of it.
        expect(parts.at(-1)?.toNs).toBe(outage.toNs)
      }
    }
  })

  test('names the state that theory calls detection, and has it among the states', () => {
    for (const story of trials) {
      const detections = story.points.filter((point) => point.is === 'detection')
      expect(detections.length).toBeGreaterThan(0)
      for (const { watch, node, name, state, atNs } of detections) {
        const lane = story.states.find((one) => one.watch === watch && one.node === node && one.name === name)
        expect(lane?.changes).toContainEqual(expect.objectContaining({ atNs, to: state }))
      }
    }
  })

  test('accounts for every packet, streams that fared alike together', () => {
    for (const story of stories) {
      const count = story.streams.reduce((all, { streams }) => all + streams.length, 0)
      expect(count).toBe(run.plan.flows.reduce((all, { streams }) => all + streams.length, 0))
    }
  })

  test('has what was done as the plan has it, as data', () => {
    for (const { operations } of trials) {
      expect(operations.map(({ what, batch }) => [what, batch])).toEqual([
        ['inject', 0],
        ['heal', 0],
      ])
      for (const one of operations) expect(one.operations.map(({ op }) => op)).toEqual(one.text.map(() => 'light'))
    }
  })

  test('has the windows of theory from the fault on, with their timers', () => {
    for (const story of trials) {
      for (const window of spansOf(story, 'window')) {
        expect(window.fromNs).toBeGreaterThanOrEqual(story.axis.zeroNs ?? Infinity)
        expect(window.because.source).not.toBeNull()
      }
    }
  })
})
