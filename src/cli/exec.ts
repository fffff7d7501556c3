import { Command } from 'commander'
import type { Socket } from 'node:net'
import { constants } from 'node:os'
import type { WriteStream } from 'node:tty'
import { reach } from '../live/client.ts'
import { readLines, writeLine, type FromBench } from '../live/messages.ts'
import { BackhoeError, fail } from '../model/problem.ts'

const SHELL = ['bash', '--norc', '-i'] as const

const EXAMPLES = `
Examples:
  $ backhoe exec r1
  $ backhoe exec r1 -- ip -br address
  $ backhoe exec host -- tcpdump -ni eth0 -c 10
`

/** `backhoe exec NODE [-- COMMAND]` */
export function execCommand(): Command {
  return new Command('exec')
    .description('Run a command, or a shell, in a node of a lab that is up. It ends with the code of the command.')
    .argument('<node>', 'the node')
    .argument('[command...]', 'the command behind --; without one a shell')
    .option('--lab <name>', 'the lab, where more than one is up')
    .addHelpText('after', EXAMPLES)
    .action(async (node: string, command: readonly string[], { lab = null }: { readonly lab?: string | null }) => {
      const [file = SHELL[0], ...words] = command.length === 0 ? SHELL : command
      if (file === '') fail({ code: 'no-command', what: "the command is ''", next: `backhoe exec ${node}` })
      const socket = await reach(lab)
      process.exitCode = await run(socket, node, [file, ...words])
    })
}

/** As a shell says it where nobody reads the output any more: 128 and SIGPIPE. */
const UNREAD = 128 + constants.signals.SIGPIPE

/** A terminal that does not know its size says 0. */
const sizeOf = ({ columns, rows }: WriteStream): { columns: number; rows: number } =>
  columns > 0 && rows > 0 ? { columns, rows } : { columns: 80, rows: 24 }

/** On a terminal the command has one, too; else its input and output are those of this command. */
async function run(socket: Socket, node: string, argv: [string, ...string[]]): Promise<number> {
  const { stdin, stdout } = process
  const isTerminal = stdin.isTTY && stdout.isTTY
  const terminal = isTerminal ? sizeOf(stdout) : null
  const code = new Promise<number>((resolve, reject) => {
    socket.on('error', () => undefined)
    socket.once('close', () => {
      reject(
        new BackhoeError([{ code: 'lab-died', what: 'the lab is not there any more', next: 'backhoe up LAB' }], 70),
      )
    })
    for (const stream of [stdout, process.stderr])
      stream.once('error', () => {
        resolve(UNREAD)
      })
    readLines(
      socket,
      (line) => {
        const message = JSON.parse(line) as FromBench
        if ('output' in message) print(process[message.to], Buffer.from(message.output, 'base64'), socket)
        else if ('exited' in message) resolve(message.exited)
        else reject(new BackhoeError(message.problems, message.exitCode))
      },
      () => socket.destroy(),
    )
  })
  await writeLine(socket, { node, argv, terminal })
  if (isTerminal) stdin.setRawMode(true)
  const type = (bytes: Buffer): void => void writeLine(socket, { input: bytes.toString('base64') })
  const end = (): void => void writeLine(socket, { input: null })
  stdin.on('data', type).on('end', end)
  try {
    return await code
  } finally {
    if (isTerminal) stdin.setRawMode(false)
    stdin.off('data', type).off('end', end).destroy()
    socket.destroy()
  }
}

/** As fast as it is read: meanwhile the lab is not. */
function print(stream: NodeJS.WriteStream, bytes: Buffer, socket: Socket): void {
  if (stream.write(bytes) || socket.isPaused()) return
  socket.pause()
  stream.once('drain', () => socket.resume())
}
