import { inside } from '../test/guest/inside.ts'
import type * as entry from './wiring.inside.ts'

/**
 * Wall milliseconds to wire `nodes` nodes and twice as many cables: what such a guest takes longer than one with two nodes.
 * So building, and the kernel's tidying at power off, and nothing of booting.
 */
export async function wiringMs(nodes: number): Promise<number> {
  return (await guestMs(nodes)) - (await guestMs(2))
}

async function guestMs(nodes: number): Promise<number> {
  using guest = await inside<typeof entry>(new URL('wiring.inside.ts', import.meta.url), nodes)
  return guest.wallMs
}
