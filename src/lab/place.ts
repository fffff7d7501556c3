import { fileURLToPath } from 'node:url'
import { fromWorkingDirectory } from '../words/callsite.ts'

/** `labs/mine.lab.ts:12:5`: the first frame of a thrown error that lies in the user's own files; none: the file alone. */
export function placeOf(error: unknown, file: string, ours: readonly string[]): string {
  const frame = framesOf(error).find(({ path }) => !path.includes('/node_modules/') && !isIn(ours, path))
  return frame === undefined ? fromWorkingDirectory(file) : `${fromWorkingDirectory(frame.path)}:${frame.position}`
}

/** It was thrown by our own code and not by the lab's: what a lab does wrong we refuse in words of our own. */
export function isDefect(error: unknown, ours: readonly string[]): boolean {
  const [innermost] = framesOf(error)
  return innermost !== undefined && isIn(ours, innermost.path)
}

const isIn = (folders: readonly string[], path: string): boolean => folders.some((folder) => path.startsWith(folder))

/** Of files, innermost first. */
function framesOf(error: unknown): { readonly path: string; readonly position: string }[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack.split('\n').flatMap((text) => {
    const frame = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()]*?):(\d+:\d+)\)?$/.exec(text)
    if (frame?.[1] === undefined || frame[2] === undefined) return []
    const path = frame[1].startsWith('file://') ? fileURLToPath(frame[1].replace(/\?.*$/, '')) : frame[1]
    return [{ path, position: frame[2] }]
  })
}
