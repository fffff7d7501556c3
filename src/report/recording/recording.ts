/*
 * A trial as one file of packets: `recordingOf`. Pure: captures and the trial's story in, blocks of pcapng out.
 * `pcap.ts` reads the capture of one end of a cable, `both-ends.ts` makes one cable of two of them, `remarks.ts` says at which frame
 * something happened, and `pcapng.ts` writes.
 */
import type { Cable } from '../../model/topology.ts'
import { endpointText } from '../../model/topology.ts'
import type { TrialStory } from '../story/schema.ts'
import { fromBothEnds } from './both-ends.ts'
import { readPcap } from './pcap.ts'
import type { RecordedFrame, Recording } from './pcapng.ts'
import { remarked, remarksOf } from './remarks.ts'

/** What `run --pcap` left of one cable: a pcap file of each end. */
export interface CapturedCable {
  readonly cable: Cable
  readonly a: Buffer
  readonly b: Buffer
}

export interface RecordedTrial {
  readonly story: TrialStory
  /** Where the lab's clock counts from. */
  readonly epochS: number
  readonly cables: readonly CapturedCable[]
  /** What writes it, with its version. */
  readonly application: string
}

/** Every cable an interface of its name, all frames in order of time, with the fault, its detection and its healing as comments. */
export function recordingOf({ story, epochS, cables, application }: RecordedTrial): Recording {
  const frames = cables
    .flatMap(({ cable, a, b }, on) =>
      fromBothEnds(readPcap(a, epochS), readPcap(b, epochS)).map(({ onlyAt, ...frame }): RecordedFrame => {
        const comments = onlyAt === null ? [] : [`at ${endpointText(cable[onlyAt])} only`]
        return { ...frame, on, comments }
      }),
    )
    .sort((one, other) => one.atNs - other.atNs)
  const { lab, experiment, trial, seed } = story
  const remarks = remarksOf(story)
  const head = `${lab}: ${experiment}, ${trial === null ? 'control' : `trial ${String(trial)}`}, seed of the trial ${String(seed)}`
  return {
    comment: [head, ...remarks.map(({ atNs, text }) => `${(atNs / 1e9).toFixed(9)} s  ${text}`)].join('\n'),
    application,
    epochS,
    interfaces: cables.map(({ cable }) => ({
      name: cable.name,
      description: `the cable between ${endpointText(cable.a)} and ${endpointText(cable.b)}`,
    })),
    frames: remarked(frames, remarks),
  }
}
