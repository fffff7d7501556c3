import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { STATE_KINDS } from '../../src/mechanisms/all/data.ts'
import { isCapability, needNamed, NEEDS_OF } from '../../src/mechanisms/all/needs.ts'
import { Facet, FOLDER } from './facets.ts'
import { code, literal, tableOf } from './markdown.ts'
import { describedOf, type Described } from './mechanism-list.ts'
import { OptionReader } from './options.ts'
import { Sources } from './program.ts'
import { TypeWriter } from './type-text.ts'

/** `docs/mechanisms.md`, and what the sources do not say though a reader has to know it. */
export function mechanisms(): { readonly text: string; readonly missing: readonly string[] } {
  const sources = new Sources()
  const types = new TypeWriter(sources, () => true)
  const options = new OptionReader(sources, types, () => true)
  const exported = sources.exportsOf('lab')
  const folders = readdirSync(join(import.meta.dirname, '../..', FOLDER))
  const missing: string[] = []

  const optionsOf = (name: string): string => {
    const symbol = exported.get(name)
    if (symbol === undefined) {
      missing.push(`${name}: an export of src/index.ts`)
      return ''
    }
    const rows = options
      .read(symbol)
      .rows.map((one) => [
        code(one.name),
        one.standard === undefined ? 'must be given' : literal(one.standard),
        one.text,
      ])
    return `${code(name)}\n\n${tableOf(['option', 'default', 'what it is'], rows)}`
  }

  const section = (described: Described): string => {
    const data = new Facet(described.folder, 'data')
    const theory = new Facet(described.folder, 'theory')
    return [
      `## ${described.title}`,
      declared(described),
      ...described.options.map(optionsOf),
      ...watched(data),
      ...windows(theory),
      ...needed(described),
    ].join('\n\n')
  }
  return {
    text: `${[HEAD, ...describedOf(folders.sort()).map(section)].join('\n\n')}\n`,
    missing: [...missing, ...options.missing],
  }
}

function declared({ folder, calls }: Described): string {
  const where = `Its folder is [\`${FOLDER}/${folder}/\`](../${FOLDER}/${folder}).`
  if (calls.length === 0) return where
  const links = calls.map((call) => `[\`${call}\`](reference.md#${call.toLowerCase().replace('.', '')})`)
  return `Declared by ${links.join(', ')}. ${where}`
}

function watched(data: Facet): readonly string[] {
  const states = data.kinds('StateMatch', 'watch').map(({ kind, text }) => {
    const values = STATE_KINDS.get(kind)?.values
    return [code(kind), values ? values.map(code).join(', ') : 'any', oneLine(text)]
  })
  const waits = data.kinds('NamedWait', 'wait').map(({ kind, text }) => [code(kind), oneLine(text)])
  const events = data.kinds('PhaseEvent', 'event').map(({ kind, text }) => [code(kind), oneLine(text)])
  return [
    ...(states.length === 0 ? [] : ['**Watched states**', tableOf(['state', 'values', 'what it is'], states)]),
    ...(waits.length === 0 ? [] : ['**Awaited before the fault**', tableOf(['wait', 'until'], waits)]),
    ...(events.length === 0
      ? []
      : ['**Timers whose phase the trials are spread over**', tableOf(['event', 'seen as'], events)]),
  ]
}

function windows(theory: Facet): readonly string[] {
  const [texts, sources] = [theory.reactions(), theory.sources()]
  if (texts.length === 0) return []
  const from = sources.map((one) => `- ${one}`).join('\n')
  return ['**Windows**', ...texts, ...(sources.length === 0 ? [] : [`Sources:\n\n${from}`])]
}

function needed({ folder }: Described): readonly string[] {
  const needs = (NEEDS_OF[folder]?.needs ?? []).filter(isCapability)
  if (needs.length === 0) return []
  const each = needs.map((need) => {
    const { modules = [], program } = needNamed(need)
    const loads = modules.length === 0 ? [] : [`kernel modules: ${modules.map(code).join(', ')}`]
    const runs = program === undefined ? [] : [`${code(program.name)} of Debian’s ${code(program.debianPackage)}`]
    const parts = [...loads, ...runs]
    return `${code(need)}${parts.length === 0 ? '' : ` (${parts.join('; ')})`}`
  })
  return [`**Needs** ${each.join(', ')}.`]
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')

const HEAD = `# Mechanisms

What each mechanism of redundancy can be told, what of it is watched, which windows theory gives, and what it needs of a machine.
Written by \`make docs\` from the folders of \`${FOLDER}/\`: change those, not this page.
[Theory](theory.md) has all formulas in one table, the [reference](reference.md) every option with its type, [measuring](measuring.md) how states are stamped.`
