import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { FileText } from '../compose/file-text.ts'
import { homeFolder } from '../model/home.ts'

/** What a container sees of the machine's files: its binds. `folder`: where the topology file lies. */
export class Binds {
  readonly #binds: readonly { readonly source: string; readonly target: string }[]

  constructor(binds: readonly string[], folder: string) {
    this.#binds = binds
      .map((bind) => {
        const [source = '', target = ''] = bind.split(':')
        return { source: resolve(folder, source.replace(/^~/, homeFolder())), target: resolve('/', target) }
      })
      .toSorted((a, b) => b.target.length - a.target.length)
  }

  /** The container's places that are bound. */
  get targets(): readonly string[] {
    return this.#binds.map(({ target }) => target)
  }

  /** The text at a path of the container; null: it is no file of ours to read. */
  file(path: string): FileText | null {
    const found = this.#path(path)
    if (found === null || statSync(found, { throwIfNoEntry: false })?.isFile() !== true) return null
    return new FileText(found, (pattern) => this.#matching(resolve(dirname(path), pattern)))
  }

  #path(path: string): string | null {
    const bind = this.#binds.find(({ target }) => path === target || path.startsWith(`${target}/`))
    return bind === undefined ? null : join(bind.source, path.slice(bind.target.length))
  }

  #matching(pattern: string): readonly FileText[] {
    const folder = this.#path(dirname(pattern))
    if (folder === null || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
    const name = globOf(basename(pattern))
    return readdirSync(folder)
      .filter((one) => name.test(one) && !one.startsWith('.'))
      .sort()
      .flatMap((one) => this.file(join(dirname(pattern), one)) ?? [])
  }
}

const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )
