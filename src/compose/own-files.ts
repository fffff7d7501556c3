import { OPTIONS } from '../mechanisms/all/options.ts'
import type { NounContext } from '../mechanisms/contract/options.ts'
import type { Parameters } from '../words/parameters.ts'
import { FileText, ownFile } from './file-text.ts'

/** By path below the node's folder. */
export type GivenFiles = Readonly<Record<string, string | FileText>>

/** The option `files` of a node. */
export function readFiles(parameters: Parameters): GivenFiles {
  const files = parameters.inner('files')
  return Object.fromEntries(
    files.given().flatMap((path) => {
      const file = files.is(path, FileText) ?? files.text(path)
      return file === undefined ? [] : [[path, file]]
    }),
  )
}

/** The text of each of a node's own files; a mechanism reads what it knows, and may add to it. */
export function textsOf(given: GivenFiles, node: NounContext): Readonly<Record<string, string>> {
  const all = Object.entries(given).map(([path, file]) => [path, ownFile(file, `${path} of ${node.node}`)] as const)
  for (const { of, read } of OPTIONS.flatMap(({ configures }) => configures ?? [])) {
    const files = all.filter(([path]) => of.test(path)).toSorted(([a], [b]) => (a < b ? -1 : 1))
    if (files.length > 0)
      read(
        files.map(([, file]) => file),
        node,
      )
  }
  return Object.fromEntries(
    all.map(([path, read]) => {
      const reads = OPTIONS.flatMap((mechanism) => mechanism.reads?.[path] ?? [])
      return [path, reads.reduce((text, reader) => reader({ ...read, text }, node), read.text)]
    }),
  )
}
