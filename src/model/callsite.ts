import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(import.meta.url)
/** The running Backhoe: this file lies in its src/model/, or in a bundle of its dist/. */
const root = /^(.*?)\/(?:src\/model|dist)\/[^/]+$/.exec(here)?.[1] ?? here
const own = ['src', 'topologies', 'chaos', 'dist'].map((folder) => `${root}/${folder}/`)

/**
 * `labs/mine.lab.ts:12`: the line of the user's file that called into Backhoe, below the working directory
 * where it can be. Undefined where no frame is the user's.
 */
export function callSite(): string | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 50
  const stack = new Error().stack ?? ''
  Error.stackTraceLimit = limit
  for (const frame of stack.split('\n').slice(1)) {
    const place = /[\s(]((?:file:\/\/)?\/[^()]*?):(\d+)(?::\d+)?\)?$/.exec(frame)
    if (place?.[1] === undefined || place[2] === undefined) continue
    const file = place[1].startsWith('file://') ? fileURLToPath(place[1].replace(/\?.*$/, '')) : place[1]
    if (own.some((folder) => file.startsWith(folder))) continue
    return `${fromWorkingDirectory(file)}:${place[2]}`
  }
  return undefined
}

/** A path as a person in the working directory would name it. */
export function fromWorkingDirectory(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}
