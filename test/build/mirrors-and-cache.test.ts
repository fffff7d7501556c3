import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { cacheFolder } from '../../src/build/cache.ts'
import { mirrors, urisOf } from '../../src/build/mirrors.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('mirrors', () => {
  test('are read from both forms, comments and options aside', () => {
    const list =
      '# deb http://old.example/debian x main\ndeb [signed-by=/k.gpg arch=amd64] http://a.example/debian bookworm main\n deb-src http://b.example/debian x main\n'
    expect(urisOf(list, false)).toEqual(['http://a.example/debian', 'http://b.example/debian'])
    const deb822 =
      'Types: deb\n# snapshot\nURIs: http://a.example/debian http://b.example/debian-security/\nSuites: x\n'
    expect(urisOf(deb822, true)).toEqual(['http://a.example/debian', 'http://b.example/debian-security/'])
  })

  test('are Debian’s own where nothing is configured, and not a stranger’s', () => {
    const etc = join(folder, 'apt')
    mkdirSync(join(etc, 'sources.list.d'), { recursive: true })
    writeFileSync(join(etc, 'sources.list.d/other.list'), 'deb https://packages.example/apt stable main\n')
    expect(mirrors(etc)).toEqual({
      main: 'http://deb.debian.org/debian',
      security: 'http://deb.debian.org/debian-security',
    })
    writeFileSync(join(etc, 'sources.list'), 'deb http://mirror.example/debian/ bookworm main\n')
    expect(mirrors(etc).main).toBe('http://mirror.example/debian/')
  })
})

test('the cache lies where XDG says, and a relative path there is none', () => {
  expect(cacheFolder({ HOME: '/h' })).toBe('/h/.cache/backhoe')
  expect(cacheFolder({ HOME: '/h', XDG_CACHE_HOME: '/x' })).toBe('/x/backhoe')
  expect(cacheFolder({ HOME: '/h', XDG_CACHE_HOME: 'x' })).toBe('/h/.cache/backhoe')
  for (const env of [{}, { HOME: '' }, { HOME: 'h' }])
    expect(cacheFolder(env)).toBe(join(userInfo().homedir, '.cache/backhoe'))
})
