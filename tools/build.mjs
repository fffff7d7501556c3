// Bundles the command, the library and the agent into dist/. Runs on `npm ci` (prepare) and before tests.
import { build } from 'esbuild'
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { koffiBeside } from './koffi-beside.mjs'
import { socketOnly } from './socket-only.mjs'

const root = dirname(import.meta.dirname)
const dist = join(root, 'dist')
/** Built beside and swapped in at the end: whoever runs from dist/ meanwhile finds it whole. */
const out = mkdtempSync(join(root, '.dist-'))
process.on('exit', () => rmSync(out, { recursive: true, force: true }))

const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
  absWorkingDir: root,
}

await build({
  ...common,
  entryPoints: {
    cli: 'src/cli/main.ts',
    'lab-worker': 'src/lab/worker.ts',
    reaper: 'src/lease/reaper.ts',
    index: 'src/index.ts',
    topologies: 'topologies/index.ts',
    chaos: 'chaos/index.ts',
    vitest: 'src/vitest/index.ts',
  },
  splitting: true,
  // Native, or under a licence of its own (elkjs: EPL-2.0): installed beside, not bundled. vitest is the user's own, who has the tests.
  external: ['jiti', 'koffi', 'elkjs', '@resvg/resvg-js', 'vitest'],
  // Packages that are not modules themselves ask for Node's own by `require`.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  plugins: [socketOnly],
  sourcemap: 'linked',
  outdir: out,
})

await build({
  ...common,
  entryPoints: {
    agent: 'src/agent/main.ts',
    probe: 'src/observe/streams/probe.worker.ts',
    'spin-interrupts': 'src/observe/spin-interrupts.worker.ts',
  },
  // Node starts with it in fewer system calls than with a module: in a guest, those are what a start costs.
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  outdir: join(out, 'agent'),
  plugins: [koffiBeside],
})

await build({
  ...common,
  entryPoints: { containerlab: 'src/runtime/containerlab/index.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  outdir: join(out, 'agent'),
  plugins: [socketOnly],
})

await build({
  ...common,
  // The script of report.html, which is sent to people: with the notice that Preact's licence asks for.
  entryPoints: { report: 'src/page/view/report.tsx' },
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  banner: { js: '/* With Preact and its signals, (c) Jason Miller and the Preact team, MIT License. */' },
  outdir: join(out, 'page'),
})

const koffi = createRequire(import.meta.url).resolve('@koromix/koffi-linux-x64/package.json')
cpSync(join(dirname(koffi), 'linux_x64/koffi.node'), join(out, 'agent/koffi.node'))
cpSync(join(root, 'src/agent/init.sh'), join(out, 'agent/init.sh'))
// A topology's own programs are read from beside the bundle that names them.
cpSync(join(root, 'topologies/mlag/mlagd'), join(out, 'mlagd'), { recursive: true })
// `backhoe --help` prints it without loading the command.
const render = `(await import(${JSON.stringify(join(out, 'cli.js'))})).main(['--help'])`
writeFileSync(join(out, 'help.txt'), execFileSync(process.execPath, ['--input-type=module', '--eval', render]))
for (const folder of [out, join(out, 'agent'), join(out, 'page')]) chmodSync(folder, 0o755)
chmodSync(join(out, 'agent/init.sh'), 0o755)
// Made by `npm run prepare` alone, for it takes as long as all above: a build of the bundles leaves them.
if (existsSync(join(dist, 'types'))) cpSync(join(dist, 'types'), join(out, 'types'), { recursive: true })
const old = `${out}-old`
if (existsSync(dist)) renameSync(dist, old)
renameSync(out, dist)
rmSync(old, { recursive: true, force: true })
