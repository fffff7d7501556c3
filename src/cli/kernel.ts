import { Command, Option } from 'commander'
import { resolve } from 'node:path'
import { buildKernel } from '../kernel/build/build.ts'
import { examineKernels } from '../kernel/examine.ts'
import type { KernelSeries } from '../kernel/series.ts'
import { SERIES } from '../kernel/series.ts'
import { path, quietOption } from './options.ts'
import { buildProgress } from './build-progress.ts'
import { interruptible } from './interrupt.ts'
import { renderKernels } from './kernel-text.ts'
import { paint, terminalStyle } from './terminal.ts'

interface BuildFlags {
  readonly series?: KernelSeries
  readonly source?: string
  readonly out?: string
  readonly quiet?: true
  readonly json?: true
}

const BUILD_EXAMPLES = `
Examples:
  $ backhoe kernel build
  $ backhoe kernel build --source linux-7.3.4.tar.xz --out ./linux-vt && BACKHOE_KERNEL=./linux-vt backhoe run gateway-pair
`

const STATUS_EXAMPLES = `
Examples:
  $ backhoe kernel status
  $ backhoe kernel status --json | jq '.[].kernel.path'
`

/** `backhoe kernel build|status` */
export function kernelCommand(): Command {
  return new Command('kernel')
    .description('The kernels that guests run.')
    .addCommand(buildCommand())
    .addCommand(statusCommand())
}

function buildCommand(): Command {
  return new Command('build')
    .description('Build the virtual-time kernel, once: some minutes, then it is kept. Needs no root.')
    .addOption(
      new Option('--series <series>', 'which Linux (default: 7.3 where its source can be had, else 6.12)').choices(
        SERIES,
      ),
    )
    .option('--source <tarball>', 'sources from here instead of Debian’s archive')
    .option('--out <file>', 'also put the kernel here', path)
    .addOption(quietOption())
    .option('--json', 'print what was built as JSON')
    .addHelpText('after', BUILD_EXAMPLES)
    .action(async ({ series, source, out, quiet, json }: BuildFlags) => {
      const progress = buildProgress(quiet)
      try {
        const result = await interruptible((signal) =>
          buildKernel({
            signal,
            ...(series === undefined ? {} : { series }),
            ...(source === undefined ? {} : { source: resolve(source) }),
            ...(out === undefined ? {} : { out: resolve(out) }),
            onStep: (text) => {
              progress.step(text)
            },
            onProgress: (fraction) => {
              progress.progress(fraction)
            },
          }),
        )
        progress.close()
        const { path, built, cached } = result
        const text = `${cached ? 'already built' : 'built'}: Linux ${built.release}, virtual time, from ${built.source}\n${path}\n`
        process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : text)
      } finally {
        progress.close()
      }
    })
}

function statusCommand(): Command {
  return new Command('status')
    .description('Every kernel that can run labs on this machine, and what it can do.')
    .option('--json', 'print it as JSON')
    .addHelpText('after', STATUS_EXAMPLES)
    .action(async ({ json }: { json?: true }) => {
      const kernels = await interruptible((signal) => examineKernels({ signal }))
      const { color, width } = terminalStyle(process.stdout)
      const text =
        json === true ? `${JSON.stringify(kernels, null, 2)}\n` : renderKernels(kernels, { paint: paint(color), width })
      process.stdout.write(text)
    })
}
