import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { placesFrom } from './locate.ts'

const here = fileURLToPath(import.meta.url)
/** The running Backhoe: this file lies in its src/words/, or in a bundle of its dist/. */
const root = /^(.*?)\/(?:src\/words|dist)\/[^/]+$/.exec(here)?.[1] ?? here
const own = ['src', 'topologies', 'chaos', 'dist'].map((folder) => `${root}/${folder}/`)

/** A user's call into Backhoe. Only problems ask where it was, so the stack is put into words then: it costs more than a port. */
export class CallSite {
  readonly #stack: Error

  constructor() {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 50
    this.#stack = new Error()
    Error.stackTraceLimit = limit
  }

  /** `labs/mine.lab.ts:12:5`, below the working directory where it can be. Undefined where no frame is the user's. */
  get text(): string | undefined {
    return placeIn(this.#stack.stack ?? '')
  }

  /** The place of a key among the arguments of the call, such as that of an option; the call itself where it is not found there. */
  at(...path: readonly string[]): string | undefined {
    return placesFrom(this.text)(path)
  }
}

/** The text of this very call's place. */
export const callSite = (): string | undefined => new CallSite().text

function placeIn(stack: string): string | undefined {
  for (const frame of stack.split('\n').slice(1)) {
    const place = /[\s(]((?:file:\/\/)?\/[^()]*?):(\d+:\d+)\)?$/.exec(frame)
    if (place?.[1] === undefined || place[2] === undefined) continue
    const file = place[1].startsWith('file://') ? fileURLToPath(place[1].replace(/\?.*$/, '')) : place[1]
    if (own.some((folder) => file.startsWith(folder))) continue
    return `${fromWorkingDirectory(file)}:${place[2]}`
  }
  return undefined
}

/** A path that a call names, relative to the file that calls: `site` is the call's place. */
export function besideCaller(site: string | undefined, path: string): string {
  const caller = site?.replace(/:\d+:\d+$/, '')
  return resolve(caller === undefined ? '.' : dirname(resolve(caller)), path)
}

/** A path as a person in the working directory would name it. */
export function fromWorkingDirectory(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}
