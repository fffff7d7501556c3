import fc from 'fast-check'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Workshop } from '../../src/build/workshop.ts'
import { inputsHash, recipeOf } from '../../src/kernel/build/recipe.ts'
import type { Built } from '../../src/kernel/cache.ts'
import { builtKernels } from '../../src/kernel/cache.ts'
import { chooseKernel } from '../../src/kernel/choose.ts'
import { Console } from '../../src/kernel/console.ts'
import { findKernels } from '../../src/kernel/find.ts'
import { identityOf } from '../../src/kernel/identity.ts'
import { bootLine } from '../../src/kernel/kernel.ts'
import { moduleList } from '../../src/kernel/modules.ts'
import { FileTail } from '../../src/kernel/tail.ts'
import { aKernel } from './a-kernel.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('a console keeps the last words whatever the chunks, without the noise of every kernel', () => {
  const said = [
    'Failed to initialize ubd device 0 :',
    '\u001B[33mTypeError\u001B[39m: no\r',
    ' [<6069f509>] dump_stack+0x1a/0x1c',
    '',
    'Kernel panic',
  ]
  const text = `${said.join('\n')}\n`
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      const console = new Console()
      const at = [0, ...cuts.sort((a, b) => a - b), text.length]
      for (const [index, from] of at.slice(0, -1).entries()) console.push(text.slice(from, at[index + 1]))
      expect(console.lines()).toEqual(['TypeError: no', 'Kernel panic'])
    }),
  )
})

test('a console knows of its mark however much a guest says after it', () => {
  const console = new Console('ready')
  console.push('before\nrea')
  expect(console.marked).toBe(false)
  console.push('dy\n')
  const said = Array.from({ length: 40 }, (_, index) => `line ${String(index)}`)
  console.push(said.join('\n'))
  expect(console.marked).toBe(true)
  expect(console.lines().at(-1)).toBe('line 39')
  expect(console.lines()).not.toContain('ready')
})

test('a tail gives whole lines once each, also of a file that comes later', () => {
  const path = join(folder, 'journal')
  const tail = new FileTail(path)
  expect(tail.read()).toEqual({ grew: false, lines: [] })
  appendFileSync(path, 'one\ntw')
  expect(tail.read()).toEqual({ grew: true, lines: ['one'] })
  expect(tail.read()).toEqual({ grew: false, lines: [] })
  appendFileSync(path, 'o\n\nthree\n')
  expect(tail.read()).toEqual({ grew: true, lines: ['two', '', 'three'] })
  tail.close()
})

test('modules load after what they need, each once, with their parameters', () => {
  const modules = join(folder, '6.1.176')
  mkdirSync(modules)
  const dep = [
    'kernel/net/bridge/bridge.ko: kernel/net/802/stp.ko kernel/net/llc/llc.ko',
    'kernel/net/802/stp.ko: kernel/net/llc/llc.ko',
    'kernel/drivers/net/bonding/bonding.ko:',
    'kernel/net/8021q/8021q.ko.xz: kernel/net/llc/llc.ko',
    'kernel/fs/nfs.ko: kernel/fs/lockd.ko',
  ]
  writeFileSync(join(modules, 'modules.dep'), `${dep.join('\n')}\n`)
  const list = [
    'drivers/net/bonding/bonding.ko max_bonds=0',
    'net/llc/llc.ko',
    'net/802/stp.ko',
    'net/bridge/bridge.ko',
    'net/8021q/8021q.ko.xz',
  ]
  expect(moduleList(modules).split('\n')).toEqual(list.map((line) => `${modules}/kernel/${line}`))
})

describe('the cache', () => {
  const env = { HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') }
  const kernels = join(folder, 'cache/backhoe/kernels')
  const built = (series: string, builtAt: string): Built => ({
    series,
    release: `${series}.1`,
    inputs: 'i',
    recipe: 'r',
    source: 's',
    sourceSha256: 'h',
    compiler: 'c',
    builtAt,
  })
  const put = (name: string, manifest: string): void => {
    mkdirSync(join(kernels, name), { recursive: true })
    writeFileSync(join(kernels, name, 'linux'), '')
    writeFileSync(join(kernels, name, 'kernel.json'), manifest)
  }

  test('the newest of the best series comes first, and half a build is none', () => {
    put('6.12-a', JSON.stringify(built('6.12', '2026-03-01')))
    put('7.3-a', JSON.stringify(built('7.3', '2026-01-01')))
    put('7.3-b', JSON.stringify(built('7.3', '2026-02-01')))
    put('7.3-cut', '{"series":"7.3"')
    mkdirSync(join(kernels, '.building-1-1/finished'), { recursive: true })
    writeFileSync(join(kernels, '.building-1-1/finished/linux'), '')
    const found = [...findKernels(env)].filter(({ from }) => from === 'cache')
    expect(found.map(({ kernel }) => kernel.path)).toEqual(
      ['7.3-b', '7.3-a', '6.12-a'].map((name) => join(kernels, name, 'linux')),
    )
    expect(found.map(({ kernel }) => kernel.seccomp)).toEqual(['on', 'on', 'none'])
    expect(chooseKernel('auto', env)).toMatchObject({
      kernel: { release: '7.3.1' },
      because: 'virtual time, Linux 7.3.1 (built here)',
      advice: null,
    })
    expect(chooseKernel('auto', { ...env, BACKHOE_SECCOMP: 'off' }).kernel.seccomp).toBe('off')
  })

  test('a workshop is gone afterwards, and a dead command’s is swept by the next', () => {
    const dead = join(kernels, '.building-1-1')
    const living = join(kernels, `.building-${String(process.pid)}`)
    {
      using workshop = Workshop.open(kernels, { what: 'a test', bytes: 1 })
      expect(workshop.folder.startsWith(living)).toBe(true)
      expect([existsSync(dead), existsSync(workshop.folder)]).toEqual([false, true])
    }
    expect(readdirSync(kernels).filter((name) => name.startsWith('.'))).toEqual([])
    expect(builtKernels(env)).toHaveLength(3)
  })
})

test('a build is named by everything that goes in', () => {
  const recipe = recipeOf('7.3')
  const names = [
    inputsHash(recipe, 'a', 'gcc 12'),
    inputsHash(recipe, 'b', 'gcc 12'),
    inputsHash(recipe, 'a', 'gcc 13'),
    inputsHash(recipeOf('6.12'), 'a', 'gcc 12'),
  ]
  expect(new Set(names).size).toBe(4)
  expect(inputsHash(recipe, 'a', 'gcc 12')).toBe(names[0])
})

test('the boot line holds nothing of this run but its seed', () => {
  const kernel = aKernel('/somewhere/linux')
  const line = bootLine(kernel, 7, 512)
  expect(line.filter((word, index) => word !== bootLine(kernel, 8, 512)[index])).toEqual(['rng-seed=7'])
  expect(line.join(' ')).not.toContain('/somewhere')
  expect(bootLine(kernel, 7, 512, true).filter((word) => !line.includes(word))).toEqual(['time-travel-spin-ms=100'])
  expect(bootLine({ ...kernel, flavour: 'uml', seccomp: 'none' }, 7, 512).join(' ')).not.toMatch(
    /time-travel|rng-seed|seccomp/,
  )
})

test('the identity changes with the kernel, its modules, the agent and the memory, not with where they lie', async () => {
  const make = (name: string, kernel: string, agent: string): [string, string] => {
    const place = join(folder, name)
    mkdirSync(join(place, 'agent'), { recursive: true })
    writeFileSync(join(place, 'linux'), kernel)
    writeFileSync(join(place, 'agent/agent.cjs'), agent)
    return [join(place, 'linux'), join(place, 'agent')]
  }
  const modules = join(folder, 'modules')
  const module = (text: string): string => {
    mkdirSync(modules, { recursive: true })
    writeFileSync(join(modules, 'modules.dep'), 'veth.ko:\n')
    writeFileSync(join(modules, 'veth.ko'), text)
    return modules
  }
  const identity = (
    [path, agentDir]: [string, string],
    memoryMb = 512,
    modules: string | null = null,
  ): Promise<string> => identityOf({ ...aKernel(path), modules }, agentDir, memoryMb)
  const one = await identity(make('one', 'k', 'a'))
  expect(await identity(make('two', 'k', 'a'))).toBe(one)
  const others = [
    await identity(make('three', 'K', 'a')),
    await identity(make('four', 'k', 'A')),
    await identity(make('two', 'k', 'a'), 256),
    await identity(make('two', 'k', 'a'), 512, module('m')),
    await identity(make('two', 'k', 'a'), 512, module('M')),
  ]
  expect(new Set([one, ...others]).size).toBe(6)
})
