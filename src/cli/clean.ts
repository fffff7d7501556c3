import { Command } from 'commander'
import { undone } from '../lease/heal.ts'
import { takesDown, type Lease } from '../lease/lease.ts'
import { orphans, reap } from '../lease/reap.ts'
import { BackhoeError, throwProblems } from '../model/problem.ts'

const EXAMPLES = `
Examples:
  $ backhoe clean --dry-run
  $ backhoe clean
`

/** `backhoe clean` */
export function cleanCommand(): Command {
  return new Command('clean')
    .description('Undo what killed runs left behind on this machine: cut cables, filters, labs that they deployed.')
    .option('--dry-run', 'only show what would be done')
    .addHelpText('after', EXAMPLES)
    .action(async ({ dryRun = false }: { readonly dryRun?: boolean }) => {
      // One that cannot be cleaned keeps no other one from it.
      const errors: BackhoeError[] = []
      const keep = (error: unknown): void => {
        if (!(error instanceof BackhoeError)) throw error
        errors.push(error)
      }
      const left = orphans(keep)
      for (const lease of left) {
        process.stdout.write(`${describe(lease)}\n`)
        if (!dryRun) await reap(lease.lab, lease.owner).catch(keep)
      }
      const failed = errors.some(({ exitCode }) => exitCode === 70)
      throwProblems(
        errors.flatMap(({ problems }) => problems),
        failed ? 70 : 69,
      )
      process.stdout.write(
        left.length === 0 ? 'no run has left anything on this machine to take back\n' : dryRun ? '' : 'clean\n',
      )
    })
}

function describe(lease: Lease): string {
  const { lab, at, run } = lease
  const trials = undone(run).length
  const heal = trials === 0 ? [] : [`heal what ${String(trials)} ${trials === 1 ? 'trial' : 'trials'} broke`]
  const destroy = takesDown(lease) ? ['take the lab down'] : []
  const what = [...heal, ...destroy]
  return `${lab}, a run of ${at}: ${what.length === 0 ? 'give up its lease' : what.join(', ')}`
}
