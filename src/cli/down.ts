import { once } from 'node:events'
import { Command } from 'commander'
import { reach } from '../live/client.ts'
import { writeLine } from '../live/messages.ts'
import { findLab, labName } from '../lab/find.ts'

/** `backhoe down [LAB]` */
export function downCommand(): Command {
  return new Command('down')
    .description('End a lab that is up, from another shell.')
    .argument('[lab]', 'the lab, where more than one is up')
    .action(async (said?: string) => {
      const socket = await reach(said === undefined ? null : nameOf(said))
      socket.on('error', () => undefined)
      const gone = once(socket.resume(), 'close')
      await writeLine(socket, { down: true })
      await gone
    })
}

/** A lab may be named as `up` was given it. */
const nameOf = (said: string): string => (said.includes('/') || said.endsWith('.ts') ? labName(findLab(said)) : said)
