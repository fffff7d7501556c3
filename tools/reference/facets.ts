import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { textOfComment } from './comment.ts'

export const FOLDER = 'src/mechanisms'
const ROOT = join(import.meta.dirname, '../..')

/** What is declared in the files of one facet of a mechanism. */
export class Facet {
  readonly #files: readonly ts.SourceFile[]

  constructor(mechanism: string, facet: string) {
    const folder = join(ROOT, FOLDER, mechanism)
    const names = readdirSync(folder).filter((name) => name.startsWith(`${facet}.`) || name.startsWith(`${facet}-`))
    this.#files = names.sort(mainFirst(facet)).map((name) => {
      const path = join(folder, name)
      return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
    })
  }

  /** Interfaces that extend `base`, with the value of the member `key` and the doc comment of each. */
  kinds(base: string, key: string): readonly { readonly kind: string; readonly text: string }[] {
    return this.#statements().flatMap((one) => {
      if (!ts.isInterfaceDeclaration(one) || !extended(one).includes(base)) return []
      const member = one.members.filter(ts.isPropertySignature).find(({ name }) => name.getText() === key)
      const kind = member?.type?.getText().slice(1, -1)
      return kind === undefined ? [] : [{ kind, text: textOfComment(one) }]
    })
  }

  /** Doc comments of what computes reactions: functions that return them, and the facet itself. */
  reactions(): readonly string[] {
    return this.#statements()
      .filter((one) => RETURNS.test(signatureOf(one)))
      .map(textOfComment)
      .filter((text) => text !== '')
  }

  /** What the code names as its sources, each once. */
  sources(): readonly string[] {
    const found = new Set<string>()
    const visit = (node: ts.Node): void => {
      const isText = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)
      if (isText && SOURCE.test(node.text)) for (const one of node.text.split('; ')) found.add(one)
      node.forEachChild(visit)
    }
    this.#files.forEach(visit)
    return [...found]
  }

  #statements(): readonly ts.Statement[] {
    return this.#files.flatMap(({ statements }) => [...statements])
  }
}

/** Files of the kernel or of a daemon, an RFC, a clause of a standard. */
const SOURCE = /\.[ch]\b: |^(keepalived|FRR|IEEE|RFC|signal\()|\bRFC \d/

const RETURNS = /: (Reactions|readonly Change\[\]|Theory)\b/

/** Up to its body. */
const signatureOf = (one: ts.Statement): string =>
  (one.getText().split(/=>|\{\n|= \{/)[0] ?? '').replaceAll(/\s+/g, ' ')

const extended = ({ heritageClauses }: ts.InterfaceDeclaration): readonly string[] =>
  (heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText()))

const mainFirst =
  (facet: string) =>
  (a: string, b: string): number =>
    Number(b === `${facet}.ts`) - Number(a === `${facet}.ts`) || (a < b ? -1 : 1)
