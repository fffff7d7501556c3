import { build, type Plugin } from 'esbuild'
import { readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

/** What each file needs, by paths from the root: what it imports, and what a test takes by another way than an import. */
export type Graph = ReadonlyMap<string, readonly string[]>

/** Of tests: what begins with `src/cli/main.ts`, and so with everything. */
export const COMMAND = 'src/cli/main.ts'
const STARTS_COMMAND = 'test/cli/backhoe.ts'

const ALIAS = {
  'backhoe-lab/topologies': './topologies/index.ts',
  'backhoe-lab/chaos': './chaos/index.ts',
  'backhoe-lab': './src/index.ts',
}

/** Reads the imports of tests and of all that they need. A type alone is none: what it breaks, the compiler finds. */
export async function graphOf(root: string, tests: readonly string[], changed: readonly string[]): Promise<Graph> {
  const inside = new Map(tests.map((test) => [test, insideOf(root, test)]))
  const { metafile } = await build({
    entryPoints: [...new Set([...tests, ...[...inside.values()].flat(), COMMAND])],
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    ...{ bundle: true, splitting: true, write: false, metafile: true },
    ...{ platform: 'node', format: 'esm', packages: 'external', alias: ALIAS, logLevel: 'error' },
    plugins: [compiled],
  })
  const imports = Object.entries(metafile.inputs).map(([path, input]): [string, string[]] => {
    const files = input.imports.flatMap((one) => (one.external === true ? [] : [one.path]))
    const started = path === STARTS_COMMAND ? [COMMAND] : (inside.get(path) ?? [])
    return [path, [...files, ...started, ...(tests.includes(path) ? namedIn(root, path, changed) : [])]]
  })
  return new Map(imports)
}

/** What is compiled already cannot be bundled, and nobody changes it here. */
const compiled: Plugin = {
  name: 'compiled',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\.node$/ }, () => ({ external: true }))
  },
}

/** What runs in a test's guests: `new URL('x.inside.ts', import.meta.url)`. */
function insideOf(root: string, test: string): string[] {
  const entries = readFileSync(join(root, test), 'utf8').matchAll(/new URL\(\s*'([^']+\.inside\.ts)'/g)
  return [...entries].map(([, entry = '']) => join(dirname(test), entry))
}

/** Labs and golden texts are found by their names, golden ones often by a folder and a name that is put together; others by their paths. */
function namedIn(root: string, test: string, changed: readonly string[]): string[] {
  const text = readFileSync(join(root, test), 'utf8')
  return changed.filter((path) => {
    const folder = dirname(path)
    const name = basename(path).replace(/\..*/, '')
    if (path.endsWith('.lab.ts')) return text.includes(name)
    if (path.endsWith('.ts')) return false
    if (path.startsWith('test/golden/')) return text.includes(name) || text.includes(relative('test', folder))
    return text.includes(`${path}'`) || text.includes(`'${folder}'`)
  })
}
