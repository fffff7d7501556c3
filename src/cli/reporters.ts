import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { Option } from 'commander'
import { createJiti } from 'jiti'
import { isRecord } from '../model/record.ts'
import type { Problem } from '../model/problem.ts'
import { REPORTERS } from '../report/reporters/all.ts'
import type { ReporterPlace } from '../report/reporters/kind.ts'
import type { Reporter } from '../report/reporters/reporter.ts'
import { remedyFor } from '../words/nearest.ts'
import { quoted, shown } from '../words/shown.ts'
import { HANGS, orHangs } from './or-hangs.ts'
import { writableProblem } from './report-file.ts'
import { overProblem, realFile } from './report-over.ts'

/** `--reporter`, of every verb that reports on a run; given several times, all of them. */
export const reporterOption = (): Option =>
  new Option(
    '--reporter <name>',
    `what reports the run: ${REPORTERS.map(({ name }) => name).join(', ')}, or a module; NAME=FILE writes into a file; can be repeated`,
  ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text])

/** `--json` is short for one of them. */
export const asked = (flags: { readonly json?: boolean; readonly reporter?: readonly string[] }): readonly string[] => [
  ...(flags.reporter ?? []),
  ...(flags.json === true ? ['json'] : []),
]

/** A reporter as it was asked for, found and loaded; each lab gets one of its own. */
export interface ChosenReporter {
  /** As it was typed: `junit`, `./mine.mjs`. */
  readonly name: string
  /** null: the standard output, or a place of its own. May hold `{lab}`. */
  readonly file: string | null
  /** It prints to the standard output. */
  readonly prints: boolean
  /** Of a module: its file. */
  readonly source?: string
  readonly create: (place: ReporterPlace) => Reporter
}

const FUNCTIONS = ['begin', 'event', 'end'] as const
const MODULE = 'export function begin(start, out), event(event, out) and end(report, out)'

/**
 * Finds what `--reporter NAME[=FILE]` named, each time that it was given, and checks it against this machine: nothing is written yet. Where
 * none prints, the terminal's text is added. `labs`: names of the labs that will be run; `labFiles`: what they are read from.
 */
export async function chooseReporters(
  asked: readonly string[],
  labs: readonly string[],
  place: ReporterPlace,
  labFiles: readonly string[] = [],
): Promise<{ readonly reporters: readonly ChosenReporter[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = []
  const reporters: ChosenReporter[] = []
  for (const text of asked) {
    const [name = '', file] = text.split(/=(.*)/s)
    const found = await find(name, file ?? null, place)
    if ('code' in found) problems.push(found)
    else reporters.push(found)
  }
  if (!reporters.some(({ prints }) => prints)) {
    const terminal = await find('terminal', null, place)
    if (!('code' in terminal)) reporters.push(terminal)
  }
  return {
    reporters,
    problems: [...problems, ...sharedPlaces(reporters, labs), ...badFiles(reporters, labs, labFiles)],
  }
}

async function find(name: string, file: string | null, place: ReporterPlace): Promise<ChosenReporter | Problem> {
  if (name === '' || file?.trim() === '')
    return {
      code: 'bad-reporter',
      what: `--reporter ${quoted(file === null ? name : `${name}=${file}`)} lacks its ${name === '' ? 'name' : 'file'}`,
      allowed: 'NAME or NAME=FILE, such as junit=out/junit.xml',
    }
  const kind = REPORTERS.find((one) => one.name === name)
  if (kind === undefined) return ofModule(name, file)
  if (kind.hasOwnPlace === true && file !== null)
    return { code: 'no-file-wanted', what: `the reporter ${name} takes no file`, next: `--reporter ${name}` }
  const refused = kind.refuse?.(place) ?? null
  if (refused !== null) return refused
  return { name, file, prints: file === null && kind.hasOwnPlace !== true, create: kind.create }
}

/** A file beside the user, or a package that is installed there. */
async function ofModule(name: string, file: string | null): Promise<ChosenReporter | Problem> {
  const isPath = /^[./]|\.[cm]?[jt]s$/.test(name)
  const path = isPath ? resolve(name) : installed(name)
  if (path === null) {
    const names = REPORTERS.map((one) => one.name)
    const remedy = remedyFor(name, names)
    return {
      code: 'unknown-reporter',
      what: `there is no reporter ${quoted(name)}, and no package of that name is installed here`,
      ...remedy,
      allowed: `${names.join(', ')}, or the path of a module: ./${name}.mjs`,
    }
  }
  if (!existsSync(path))
    return {
      code: 'no-reporter-module',
      what: `there is no module ${name}`,
      allowed: `a file: ${MODULE}`,
      next: 'a path counts from the current folder',
    }
  try {
    const module = await orHangs(createJiti(join(process.cwd(), 'x.js'), { fsCache: false }).import(path))
    if (module === HANGS)
      return {
        code: 'reporter-hangs',
        what: `${name} cannot be loaded: at its top level it waits for what never comes`,
        allowed: MODULE,
      }
    const lacking = FUNCTIONS.filter((one) => !isRecord(module) || typeof module[one] !== 'function')
    if (lacking.length === 0) {
      const reporter = module as Reporter
      return { name, file, prints: file === null, source: path, create: () => reporter }
    }
    return {
      code: 'reporter-lacks-function',
      what: `${name} is no reporter: it lacks the function${lacking.length > 1 ? 's' : ''} ${lacking.join(' and ')}`,
      allowed: MODULE,
    }
  } catch (error) {
    const what = error instanceof Error ? error.message : shown(error)
    return {
      code: 'bad-reporter-module',
      what: `${name} cannot be loaded: ${what.split('\n')[0] ?? ''}`,
      allowed: MODULE,
      next: `node ${name}`,
    }
  }
}

function installed(name: string): string | null {
  try {
    return createRequire(join(process.cwd(), 'x.js')).resolve(name)
  } catch {
    return null
  }
}

/** The file of a reporter for one lab. */
export const fileFor = (file: string, lab: string): string =>
  resolve(file.replaceAll('{lab}', lab.replaceAll(/["*:<>?|\\/\r\n]/g, '_')))

/** Two texts in one place would be none that a program can read. */
function sharedPlaces(reporters: readonly ChosenReporter[], labs: readonly string[]): Problem[] {
  const problems: Problem[] = []
  const printing = reporters.filter(({ prints }) => prints).map(({ name }) => name)
  if (printing.length > 1)
    problems.push({
      code: 'reporters-share-output',
      what: `${printing.join(' and ')} would each write to the standard output`,
      allowed: 'one of them',
      next: `give the others a file: --reporter ${String(printing[1])}=FILE`,
    })
  const files = reporters.flatMap(({ name, file }) =>
    file === null ? [] : labs.map((lab) => ({ name, file, path: realFile(fileFor(file, lab)) })),
  )
  const shared = new Map(
    files
      .filter(({ path }, index) => files.findIndex((one) => one.path === path) < index)
      .map((one) => [one.file, one]),
  )
  for (const { name, file } of shared.values()) {
    const isOfLabs = !file.includes('{lab}') && labs.length > 1
    problems.push({
      code: 'reporters-share-file',
      what: isOfLabs
        ? `${String(labs.length)} labs would write to ${file}`
        : `two reporters or labs would write to ${file}`,
      allowed: 'a file for each reporter and lab',
      next: isOfLabs ? `--reporter ${name}=${withLab(file)}` : 'give each another file',
    })
  }
  return problems
}

/** `out/x.xml` → `out/x-{lab}.xml` */
const withLab = (file: string): string => file.replace(/(\.[^./]+)?$/, '-{lab}$1')

function badFiles(
  reporters: readonly ChosenReporter[],
  labs: readonly string[],
  labFiles: readonly string[],
): Problem[] {
  const sources = new Map<string, string>(labFiles.map((file) => [resolve(file), 'a lab']))
  for (const { source } of reporters) if (source !== undefined) sources.set(source, 'a reporter')
  return reporters.flatMap(({ name, file }) => {
    if (file === null) return []
    const paths = labs.map((lab) => fileFor(file, lab))
    const over = paths.map((path) => overProblem(name, file, path, sources)).find((problem) => problem !== null)
    const problem = over ?? writableProblem(name, file, paths[0] ?? fileFor(file, ''))
    return problem === null ? [] : [problem]
  })
}
