import { captureFiles } from '../model/capture.ts'
import { panelEnd, WIRE } from '../model/operation.ts'
import type { Plan } from '../model/plan.ts'
import type { TrialContext } from './context.ts'
import { interfacesOf, linkOf } from '../inject/interfaces.ts'
import { adminState } from '../linux/netlink/link.ts'
import type { Namespaces } from '../linux/netns.ts'
import { Capture, type CapturePoint } from '../observe/capture.ts'

const ETHERNET_MTU = 1500
/** Of the cables that containerlab makes, whatever the nodes make of it. */
const CONTAINERLAB_MTU = 9500
/** Addresses, type and the tags of two VLANs, with room for more. */
const HEADER_BYTES = 64

/**
 * Captures of every cable, begun before any port of a node is up: also the first frame is in them. A cable's middle is the place;
 * where a lab that runs already has a cable without one, its nodes' own ports are.
 */
export async function capturing(
  namespaces: Namespaces,
  plan: Plan,
  { out }: TrialContext,
  ending: AbortController,
): Promise<Capture> {
  const { cables, runtime } = plan
  const files = captureFiles(cables)
  const points = cables.flatMap((cable, number) =>
    (['a', 'b'] as const).map((end): CapturePoint => {
      const { name } = panelEnd(number, end)
      const file = files[number]?.[end] ?? name
      if (interfacesOf(namespaces).known(WIRE, name) !== undefined)
        return { file, ns: WIRE, device: linkOf(namespaces, WIRE, name).name }
      return { file, ns: cable[end].node, device: cable[end].interface }
    }),
  )
  // Dark middles of our own are opened for as long as tcpdump begins; their nodes' ports are shut, and nothing passes.
  const dark = runtime.kind === 'netns' ? points.map(({ device }) => device) : []
  setUp(namespaces, dark, true)
  const capture = await Capture.start(points, {
    namespaces,
    dir: `${out}/pcap`,
    snapBytes: frameBytes(plan),
    died: (reason) => {
      ending.abort(reason)
    },
  })
  setUp(namespaces, dark, false)
  return capture
}

/** The longest frame whole. A kernel that reserves room for longer ones keeps fewer of them. */
const frameBytes = ({ build, runtime }: Plan): number =>
  HEADER_BYTES +
  Math.max(
    runtime.kind === 'netns' ? ETHERNET_MTU : CONTAINERLAB_MTU,
    ...build.flatMap((one) => (one.op === 'mtu' ? [one.mtu] : [])),
  )

function setUp(namespaces: Namespaces, devices: readonly string[], up: boolean): void {
  if (devices.length === 0) return
  const requests = devices.map((device) => ({
    message: adminState(interfacesOf(namespaces).index(WIRE, device), up),
    text: `${up ? 'up' : 'down'} ${WIRE}:${device}`,
  }))
  namespaces.netlink(WIRE).execute(requests)
}
