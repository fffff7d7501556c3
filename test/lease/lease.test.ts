import { chownSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processId } from '../../src/linux/process-id.ts'
import { renderProblems } from '../../src/cli/output.ts'
import { closeLease, leases, openLease, takesDown, withLease, type Lease } from '../../src/lease/lease.ts'
import { orphans } from '../../src/lease/reap.ts'
import { BackhoeError } from '../../src/model/problem.ts'

const state = mkdtempSync(join(tmpdir(), 'backhoe-leases-'))
const folder = join(state, 'backhoe/leases')
const before = process.env['XDG_STATE_HOME']
beforeEach(() => {
  process.env['XDG_STATE_HOME'] = state
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  if (before === undefined) delete process.env['XDG_STATE_HOME']
  else process.env['XDG_STATE_HOME'] = before
})

const us = processId(process.pid) ?? { pid: 0, startTicks: 0 }
/** A process with our number, long before us. */
const dead = { pid: us.pid, startTicks: us.startTicks - 1 }

const lease = (lab: string, owner = us): Lease => ({
  schema: 1,
  lab,
  owner,
  run: '/runs/it',
  deployed: null,
  at: '2026-11-21T20:00:00.000Z',
})

const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof BackhoeError)
      return renderProblems(error.problems, { color: false, cwd: '/' })
        .replaceAll(String(us.pid), 'PID')
        .replaceAll(state, 'STATE')
    throw error
  }
  return 'nothing was refused'
}

test('a lease is private to its user, whole, and alone in its folder', () => {
  openLease(lease('dc1'))
  expect(readdirSync(folder)).toEqual(['dc1.json'])
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'dc1.json')).mode & 0o777).toBe(0o600)
})

test.each(['../../x', '..', '$(reboot)', 'a/b', '/etc/passwd', 'a b\n'])(
  'a lab called %j has its lease in the folder too',
  (name) => {
    openLease(lease(name))
    expect(leases().map(({ lab }) => lab)).toEqual([name])
    expect(readdirSync(state)).toEqual(['backhoe'])
    closeLease(lease(name))
    expect(readdirSync(folder)).toEqual([])
  },
)

test('a second run on one lab is refused, and so is one after a run that was killed', async () => {
  openLease(lease('dc1'))
  await expect(
    refusal(() => {
      openLease(lease('dc1'))
    }),
  ).toMatchFileSnapshot('../golden/errors/lease-in-use.txt')
  openLease(lease('dc2', dead))
  await expect(
    refusal(() => {
      openLease(lease('dc2'))
    }),
  ).toMatchFileSnapshot('../golden/errors/lease-left.txt')
  expect(orphans().map(({ lab }) => lab)).toEqual(['dc2'])
  expect(readdirSync(folder)).toEqual(['dc1.json', 'dc2.json'])
})

test('only one at a time works from a lease, and who comes second finds it given up', async () => {
  openLease(lease('dc1', dead))
  const done: string[] = []
  const work = (who: string) =>
    withLease('dc1', async (held) => {
      done.push(`${who} begins`)
      await sleep(100)
      closeLease(held)
      done.push(`${who} ends`)
    })
  await Promise.all([work('first'), work('second')])
  expect(done).toEqual(['first begins', 'first ends'])
})

test('half a lab is never kept', () => {
  const deployed = (keep: boolean, whole: boolean): Lease => ({
    ...lease('dc1'),
    deployed: { topologyFile: '/t', containerlab: '/c', keep, whole },
  })
  expect(takesDown(deployed(true, true))).toBe(false)
  expect(takesDown(deployed(true, false))).toBe(true)
  expect(takesDown(deployed(false, true))).toBe(true)
  expect(takesDown(lease('dc1'))).toBe(false)
})

test('nobody follows a lease that another user wrote', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'only root can give a file away')
  openLease(lease('dc1', dead))
  chownSync(join(folder, 'dc1.json'), 65_534, 65_534)
  await expect(refusal(orphans)).toMatchFileSnapshot('../golden/errors/lease-of-another.txt')
})

test('a folder that cannot be written is named', async () => {
  process.env['XDG_STATE_HOME'] = '/proc/nowhere'
  await expect(
    refusal(() => {
      openLease(lease('dc1'))
    }),
  ).toMatchFileSnapshot('../golden/errors/lease-not-writable.txt')
})

test('what a killed run had begun to write is nobody’s lease', () => {
  openLease(lease('dc1'))
  writeFileSync(join(folder, 'dc2.json.4711'), '{"sch')
  expect(leases().map(({ lab }) => lab)).toEqual(['dc1'])
})

test('a file that is no lease keeps nobody from the others, and is never acted on', () => {
  openLease(lease('dc1', dead))
  writeFileSync(join(folder, 'other.json'), JSON.stringify({ ...lease('other', dead), deployed: { containerlab: 7 } }))
  const unreadable: string[] = []
  const found = orphans((error) => unreadable.push(...error.problems.map(({ code, where = '' }) => `${code} ${where}`)))
  expect(found.map(({ lab }) => lab)).toEqual(['dc1'])
  expect(unreadable).toEqual([`lease-unreadable ${join(folder, 'other.json')}`])
  expect(refusal(() => leases())).toContain(
    'error[lease-unreadable]: this is not a lease that Backhoe wrote: deployed.',
  )
})
