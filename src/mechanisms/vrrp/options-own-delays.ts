import type { InterfaceDelay, SyncGroup, VirtualRouter } from './data.ts'
import { interfacesOf } from './data-groups.ts'
import { tooLongNs } from './options-delays.ts'
import type { Statement } from './options-statements.ts'

export interface OwnDelays {
  readonly read: readonly InterfaceDelay[]
  /** Not understood, or longer than a backup waits; and the virtual routers that depend on the interface. */
  readonly refused: readonly { readonly statement: Statement; readonly routers: readonly string[] }[]
}

/** `wan 2 5`: down and up, in seconds; without the second keepalived 2.2 takes 0 (alloc_if_up_down_delay). The last one of an interface counts. */
export function ownDelays(
  statements: readonly Statement[],
  routers: readonly VirtualRouter[],
  groups: readonly SyncGroup[],
): OwnDelays {
  const last = [...new Map(statements.map((one) => [one.words[0] ?? '', one])).values()]
  const all = last.map((statement) => {
    const { words } = statement
    const [down, up] = [words[1], words[2] ?? '0'].map((text) => Math.round(Number(text ?? 'none') * 1e9))
    const delay = { interface: words[0] ?? '', downNs: down ?? 0, upNs: up ?? 0 }
    const concerned = routers.filter((router) => interfacesOf(router, routers, groups).includes(delay.interface))
    const isRead = concerned.every((router) => Math.max(delay.downNs, delay.upNs) < tooLongNs(router))
    const isSound = words.length <= 3 && delay.downNs >= 0 && delay.upNs >= 0
    return { statement, delay, routers: concerned.map(({ name }) => name), isSound: isRead && isSound }
  })
  return {
    read: all.flatMap(({ delay, isSound }) => (isSound && delay.downNs + delay.upNs > 0 ? [delay] : [])),
    refused: all
      .filter(({ isSound }) => !isSound)
      .map(({ statement, routers: some }) => ({ statement, routers: some })),
  }
}
