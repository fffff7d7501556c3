/*
 * The agent: the program that runs beside the lab inside a guest. One job, then the power goes off.
 * It owns the course of a trial: boot, build, settle, gate, phase, inject, hold, heal, recover, and the journal's writer.
 * It never decides what is done (that is in the plan) nor what it means (that is a function of the journal).
 * Begin here: `trial.ts` is the course, `lab.ts` the network with all that watches it, `gate.ts` the question whether it was
 * redundant, `phase.ts` the choice of the instant, `break.ts` and `fault.ts` the fault. `live.ts` is a lab
 * that stays up. `inject/` and `observe/` are rooms beside it.
 */
import { readFileSync } from 'node:fs'
import type { BackhoeError } from '../model/problem.ts'
import type { Job } from '../model/job.ts'
import { boot, powerOff } from './boot.ts'
import { probeCapabilities } from './capabilities.ts'
import { Clock } from '../linux/clock.ts'
import { layDockerGround } from './docker-ground.ts'
import { Journal } from './journal.ts'
import { stayUp } from './live.ts'
import { runTrial } from './trial.ts'

const OUT = '/media/out'

boot()
const clock = new Clock()
const journal = new Journal(`${OUT}/journal.ndjson`, clock)
// A thread that died, or a callback that threw: nobody awaits it, and the guest would die without a word or go on blind.
process.on('uncaughtException', fail)
work().then(() => {
  journal.write({ ev: 'end', status: 'completed' })
  powerOff()
}, fail)

async function work(): Promise<void> {
  const job = JSON.parse(readFileSync(`${OUT}/job.json`, 'utf8')) as Job
  if (job.job === 'trial') {
    const { input, kernel, tools = null } = job
    const { runtime } = input.plan
    const paths = runtime.kind === 'containerlab' ? runtime.paths : []
    const seen = tools?.docker == null ? tools : layDockerGround(tools, tools.docker, paths)
    await runTrial(input, kernel, { clock, journal, virtualTime: kernel.virtualTime, out: OUT, tools: seen })
  } else if (job.job === 'live') {
    const { input, kernel } = job
    await stayUp(input, kernel, { clock, journal, virtualTime: kernel.virtualTime, out: OUT, tools: null })
  } else journal.write({ ev: 'capabilities', capabilities: probeCapabilities() })
}

function fail(error: unknown): never {
  report(error)
  journal.write({ ev: 'end', status: 'failed' })
  powerOff()
}

/** Also of the containers' bundle, which has a class of its own by that name. */
const isKnown = (error: unknown): error is BackhoeError => error instanceof Error && error.name === 'BackhoeError'

function report(error: unknown): void {
  if (isKnown(error)) {
    for (const problem of error.problems) {
      journal.write({
        ev: 'error',
        code: problem.code,
        what: problem.what,
        ...(problem.allowed === undefined ? {} : { allowed: problem.allowed }),
        ...(problem.next === undefined ? {} : { next: problem.next }),
      })
    }
  } else {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    journal.write({ ev: 'error', code: 'agent-failed', what })
  }
}
