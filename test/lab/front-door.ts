import { vi } from 'vitest'
import { main } from '../../src/cli/main.ts'

/** What a shell would see of `backhoe …`, without its colours. */
export async function backhoe(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const listen = (stream: NodeJS.WriteStream, name: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[name] += String(text)
      return true
    })
  const spies = [listen(process.stdout, 'out'), listen(process.stderr, 'err')]
  const before = process.stdout.listeners('error')
  try {
    return { code: await main(argv), ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
    // A process calls main once; here each call would leave its listener.
    process.stdout.removeAllListeners('error')
    for (const listener of before) process.stdout.on('error', listener as (error: Error) => void)
  }
}
