/*
 * The room of leases: what a run holds of this machine, so that nothing is left behind when the run is killed.
 * It owns the lease of each lab of containers, the reaper that outlives its parent, healing from `undo.json`, and reviving containers.
 * It never breaks or measures anything, and it undoes only what a lease or an undo list of this user names.
 * Begin here: a lease is taken (`openLease`, below) before the first change. `supervisor.ts` starts the reaper (`reaper.ts`), which calls
 * `reap.ts`; that heals (`heal.ts`), takes the lab down and closes the lease. `backhoe clean` goes the same way.
 */
import { closeSync, fstatSync, linkSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { checkNonBlocking } from '../linux/libc.ts'
import { isAlive } from '../linux/process-id.ts'
import { makeFolders } from '../journal/make-folders.ts'
import { readJson } from '../journal/read-json.ts'
import { syncFolder, writeDurably, writeWhole } from '../linux/write-durably.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import { stateFolder } from './state.ts'

const processSchema = z.object({ pid: z.number(), startTicks: z.number() })

const leaseSchema = z.object({
  schema: z.literal(1),
  /** containerlab's name of the lab. */
  lab: z.string(),
  owner: processSchema,
  /** Folder of the run: its trials leave here what is to be undone. */
  run: z.string(),
  /** null: it ran before us, and stays. */
  deployed: z
    .object({
      topologyFile: z.string(),
      /** The program that deployed it. */
      containerlab: z.string(),
      /** It stays when the run is over; its cables are healed all the same. */
      keep: z.boolean(),
      /** containerlab has brought all of it up: half a lab is nobody's to keep. */
      whole: z.boolean(),
    })
    .nullable(),
  at: z.string(),
})

/** What a run holds of a machine: whoever finds it and no owner alive may take everything back. */
export type Lease = z.infer<typeof leaseSchema>

/** One file a lab, private to its user. */
const leasesFolder = (): string => join(stateFolder(), 'leases')

const fileOf = (lab: string): string => join(leasesFolder(), `${encodeURIComponent(lab)}.json`)

/**
 * Takes the lab for this run.
 * @throws BackhoeError (69) `lab-in-use` where another run has it, `lease-left` where one died that did, `state-not-writable`
 */
export function openLease(lease: Lease): void {
  const fresh = `${fileOf(lease.lab)}.${String(process.pid)}`
  try {
    makeFolders(leasesFolder(), 0o700)
    writeWhole(fresh, textOf(lease))
  } catch (error) {
    notWritable(error)
  }
  try {
    // A link fails where the name is taken, and shows the file only whole.
    linkSync(fresh, fileOf(lease.lab))
    syncFolder(fresh)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    refuse(lease.lab)
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Without a lease nobody could clean up: nothing is begun. */
const notWritable = (error: unknown): never =>
  fail(
    {
      code: 'state-not-writable',
      what: `cannot write to ${leasesFolder()}, where leases are kept: ${(error as Error).message.replace(/, \w+ '.*$/, '')}`,
      next: 'let HOME or XDG_STATE_HOME name a folder that you may write to',
    },
    69,
  )

/** @throws BackhoeError (69) `lab-in-use` where a run has the lab */
export function refuseHeld(lab: string): void {
  const held = readLease(fileOf(lab))
  if (held === null || !isAlive(held.owner)) return
  fail(
    {
      code: 'lab-in-use',
      what: `another run (process ${String(held.owner.pid)}, since ${held.at}) works on the lab ${lab}`,
      next: 'wait for it to end',
    },
    69,
  )
}

function refuse(lab: string): never {
  refuseHeld(lab)
  return fail(
    {
      code: 'lease-left',
      what: `a run on the lab ${lab} was killed, and nobody has cleaned up after it yet`,
      next: 'backhoe clean',
    },
    69,
  )
}

/** The owner's alone. */
export const renewLease = (lease: Lease): void => {
  writeDurably(fileOf(lease.lab), textOf(lease))
}

const textOf = (lease: Lease): string => `${JSON.stringify(lease, null, 2)}\n`

/** It takes the lab down with it. */
export const takesDown = ({ deployed }: Lease): boolean => deployed !== null && !(deployed.keep && deployed.whole)

export const closeLease = ({ lab }: Lease): void => {
  rmSync(fileOf(lab), { force: true })
}

/** Every lease of this user, of living and of dead processes. `unreadable` gets the error of each file that is no lease; without it, the first such file throws. */
export function leases(unreadable?: (error: BackhoeError) => void): readonly Lease[] {
  return filesIn(leasesFolder()).flatMap((file) => {
    try {
      return readLease(file) ?? []
    } catch (error) {
      if (!(error instanceof BackhoeError) || unreadable === undefined) throw error
      unreadable(error)
      return []
    }
  })
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Works on the lab's lease while nobody else does. Nothing to do where it is given up, or another run's by then. */
export async function withLease(lab: string, work: (lease: Lease) => Promise<void>): Promise<void> {
  const fd = openIfThere(fileOf(lab))
  if (fd === null) return
  try {
    while (checkNonBlocking('flock', fd, LOCK_EX | LOCK_NB) === null) await pause(ASK_MS)
    const lease = readLease(fileOf(lab))
    const same = statSync(fileOf(lab), { throwIfNoEntry: false })?.ino === fstatSync(fd).ino
    if (lease !== null && same) await work(lease)
  } finally {
    closeSync(fd)
  }
}

const LOCK_EX = 2
const LOCK_NB = 4
const ASK_MS = 50

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code === 'EACCES') another(file)
    throw error
  }
}

const UNREADABLE = {
  code: 'lease-unreadable',
  what: 'this is not a lease that Backhoe wrote',
  next: 'look at what it names, take that down by hand, then remove the file',
}

/** A lease says what is run to take a lab down: nobody follows another's. */
function readLease(file: string): Lease | null {
  const fd = openIfThere(file)
  if (fd === null) return null
  try {
    if (fstatSync(fd).uid !== process.getuid?.()) another(file)
    return readJson(readFileSync(fd, 'utf8'), file, leaseSchema, UNREADABLE, 69)
  } finally {
    closeSync(fd)
  }
}

const another = (file: string): never =>
  fail(
    { code: 'lease-of-another', what: `${file} was written by another user`, next: 'backhoe clean, as whoever ran it' },
    69,
  )
