import { setTimeout as timeout } from 'node:timers/promises'
import { join } from 'node:path'
import { Mailbox } from '../journal/mailbox.ts'
import { startOf } from '../journal/start.ts'
import type { KernelFacts } from '../model/job.ts'
import { INBOX, type LiveRequest } from '../model/live.ts'
import type { TrialInput } from '../model/plan.ts'
import { PATIENCE_NS } from '../model/patience.ts'
import { BackhoeError, type Problem } from '../model/problem.ts'
import { after } from '../linux/pause.ts'
import { rejectsWith } from './aborted.ts'
import type { TrialContext } from './context.ts'
import { Commands } from './commands.ts'
import { RunningLab } from './lab.ts'
import { LiveFaults } from './live-faults.ts'
import { openNetwork } from './network.ts'

const BEAT_MS = 1000
/** How often a request is looked for. */
const LOOK_MS = 20
/** How often a lab that comes up is asked whether it has settled. */
const ASK_NS = 200e6

/**
 * A lab that is built as that of a trial and stays. Whatever is done to it comes as requests, one after the other, in place of a
 * schedule; what is seen goes into the journal as in a trial. Never resolves: the command ends the guest.
 */
export async function stayUp(input: TrialInput, kernel: KernelFacts, context: TrialContext): Promise<void> {
  const { journal } = context
  journal.write(startOf(input, kernel))
  const beat = setInterval(() => {
    journal.write({ ev: 'beat' })
  }, BEAT_MS)
  const ending = new AbortController()
  try {
    await Promise.race([rejectsWith(ending.signal), serve(input, context, ending)])
  } finally {
    clearInterval(beat)
  }
}

async function serve(input: TrialInput, context: TrialContext, ending: AbortController): Promise<void> {
  const { clock, journal, out } = context
  const network = await openNetwork(input.plan, context, ending)
  const lab = await RunningLab.build(network, input, context, ending)
  await lab.startTraffic()
  lab.ready()
  const faults = new LiveFaults(lab, input.plan.settle, context)
  const commands = new Commands(lab.namespaces, journal, out)
  const inbox = new Mailbox(join(out, INBOX))
  const giveUpNs = clock.now() + PATIENCE_NS
  // Whoever breaks it at once shall break a lab that works.
  while (!(await faults.health()).settled && clock.now() < giveUpNs) await after(clock, clock.now() + ASK_NS)
  journal.write({ ev: 'step', step: 'up' })
  for (;;) {
    const message = inbox.take()
    if (message === null) {
      await timeout(LOOK_MS)
      continue
    }
    const request = JSON.parse(message.toString('utf8')) as LiveRequest
    journal.write({ ev: 'asked', id: request.id })
    const problem = await perform(request, { lab, faults, commands, context })
    journal.write({ ev: 'answered', id: request.id, problem })
  }
}

interface Live {
  readonly lab: RunningLab
  readonly faults: LiveFaults
  readonly commands: Commands
  readonly context: TrialContext
}

/** What is wrong with the request; null: it is done. */
async function perform(request: LiveRequest, { lab, faults, commands, context }: Live): Promise<Problem | null> {
  try {
    switch (request.ask) {
      case 'inject':
        await faults.inject(request.id, request.variants)
        break
      case 'heal':
        await faults.heal(request.fault)
        break
      case 'verify':
        faults.verify()
        break
      case 'account':
        for (const record of await lab.account(request)) context.journal.write(record)
        break
      case 'exec':
        commands.start(request.id, request)
        break
      case 'input':
        commands.input(request.command, request.base64)
        break
      case 'kill':
        commands.kill(request.command)
        break
    }
    return null
  } catch (error) {
    // Whatever is wrong with it, the lab stays up.
    const [problem] = error instanceof BackhoeError ? error.problems : []
    return problem ?? { code: 'request-failed', what: error instanceof Error ? error.message : String(error) }
  }
}
