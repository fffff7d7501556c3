import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `labs/mine.lab.ts:12`: the first frame of a thrown error that lies in the user's own files; none: the file alone. */
export function placeOf(error: unknown, file: string, ours: readonly string[]): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const line of stack.split('\n')) {
    const frame = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()]*?):(\d+)(?::\d+)?\)?$/.exec(line)
    if (frame?.[1] === undefined || frame[2] === undefined) continue
    const path = frame[1].startsWith('file://') ? fileURLToPath(frame[1].replace(/\?.*$/, '')) : frame[1]
    if (path.includes('/node_modules/') || ours.some((folder) => path.startsWith(folder))) continue
    return `${fromHere(path)}:${frame[2]}`
  }
  return fromHere(file)
}

/** As a person in the working directory would name it. */
export function fromHere(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}
