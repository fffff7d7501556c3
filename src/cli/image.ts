import { Command } from 'commander'
import { NODE_IMAGE } from '../model/node-image.ts'
import { buildImage } from '../runtime/image/build.ts'
import { findImage } from '../runtime/image/store.ts'
import { giveToDocker, imageInDocker } from '../runtime/containerlab/give.ts'
import { BuildProgress } from './build-progress.ts'
import { renderImage } from './image-text.ts'
import { interruptible } from './interrupt.ts'
import { terminalStyle } from './terminal.ts'

const BUILD_EXAMPLES = `
Examples:
  $ backhoe image build
  $ backhoe generate gateway-pair && backhoe image build && containerlab deploy -t gateway-pair.clab.yml
`

const STATUS_EXAMPLES = `
Examples:
  $ backhoe image status
  $ backhoe image status --json | jq '.packages.frr'
`

/** `backhoe image build|status` */
export function imageCommand(): Command {
  return new Command('image')
    .description(`The image ${NODE_IMAGE.reference}, which nodes of containers run on.`)
    .addCommand(buildCommand())
    .addCommand(statusCommand())
}

function buildCommand(): Command {
  return new Command('build')
    .description(
      'Build the node image, once, from Debian’s packages: half a minute, no registry. Docker gets it where it runs.',
    )
    .option('--json', 'print what was built as JSON')
    .addHelpText('after', BUILD_EXAMPLES)
    .action(async ({ json }: { json?: true }) => {
      const progress = new BuildProgress(process.stderr, terminalStyle(process.stderr))
      const onStep = (text: string): void => {
        progress.step(text)
      }
      try {
        const built = await interruptible((signal) => buildImage({ signal, onStep }))
        const docker = await giveToDocker(built, onStep)
        progress.close()
        const head = built.cached ? 'already built' : 'built'
        process.stdout.write(
          json === true ? `${JSON.stringify({ ...built, docker })}\n` : `${head}: ${renderImage(built, docker)}`,
        )
      } finally {
        progress.close()
      }
    })
}

function statusCommand(): Command {
  return new Command('status')
    .description('Whether the node image is there, and what is in it.')
    .option('--json', 'print it as JSON')
    .addHelpText('after', STATUS_EXAMPLES)
    .action(async ({ json }: { json?: true }) => {
      const stored = findImage(NODE_IMAGE.reference)
      const docker = await imageInDocker(stored.image)
      process.stdout.write(
        json === true ? `${JSON.stringify({ ...stored, docker }, null, 2)}\n` : renderImage(stored, docker),
      )
    })
}
