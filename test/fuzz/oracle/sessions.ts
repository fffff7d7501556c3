import { formatNs, seconds } from '../../../src/model/time.ts'
import type { Examined, Finding, Oracle } from './finding.ts'
import { wholeTrials } from './whole.ts'

/** Packets both ways are what a session lives by: it cannot go on where none arrives. */
export const sessions: Oracle = (examined) =>
  wholeTrials(examined).flatMap(({ index, measure, events, injectedNs }) =>
    measure.sessions.flatMap((session): Finding[] => {
      const record = events.find((event) => event.ev === 'session' && event.name === session.name)
      const said = (text: string): Finding => ({
        kind: 'story session',
        trial: index,
        text: `${session.name}: ${text}`,
      })
      if (record?.ev !== 'session') return [said('has no record')]
      // A rehearsed cut may end a connection: the next one is the session's.
      const connections = record.connections.filter(({ closedNs }) => closedNs === null || closedNs > injectedNs)
      const darkNs = darkness(examined, session.name, index)
      const { verdict, stallNs, faultStallNs, errorNs } = session
      return [
        ...(verdict === 'untouched' && stallNs > errorNs
          ? [said(`untouched, and stalled for ${formatNs(stallNs)}`)]
          : []),
        ...(connections.length > 1 && (verdict === 'untouched' || verdict === 'survived')
          ? [said(`${verdict}, with ${connections.length} connections`)]
          : []),
        ...(darkNs > seconds(2) + 2 * record.paceNs && faultStallNs < darkNs / 2
          ? [
              said(
                `stalled for ${formatNs(faultStallNs)} where every stream between the same nodes was dark for ${formatNs(darkNs)}`,
              ),
            ]
          : []),
      ]
    }),
  )

/** How long nothing at all came through between the session's nodes, in one direction at least, before the healing. */
function darkness({ plan, trials }: Examined, name: string, index: number | null): number {
  const session = plan.sessions.find((one) => one.name === name)
  const measure = trials.find((trial) => trial.index === index)?.measure
  const dark = plan.flows.flatMap((flow) => {
    const [stream] = flow.streams
    if (stream?.from.address !== session?.client.address || stream?.to.address !== session?.server.address) return []
    return (measure?.flows ?? [])
      .filter((one) => one.name === flow.name && one.affected === one.streams && one.streams === 1)
      .map(({ outageNs, atLeastNs }) => outageNs ?? atLeastNs ?? 0)
  })
  return Math.max(0, ...dark)
}
