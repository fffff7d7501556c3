import { Command } from 'commander'
import { NODE_IMAGE } from '../model/node-image.ts'
import { addImage } from '../runtime/image/added.ts'
import { buildImage } from '../runtime/image/build.ts'
import { findImage } from '../runtime/image/store.ts'
import { giveToDocker, imageInDocker } from '../runtime/containerlab/give.ts'
import { buildProgress } from './build-progress.ts'
import { renderImage } from './image-text.ts'
import { interruptible } from './interrupt.ts'
import { quietOption } from './options.ts'

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

const ADD_EXAMPLES = `
Examples:
  $ docker save alpine:3 -o alpine.tar && backhoe image add alpine:3 alpine.tar
  $ docker export some-container -o root.tar && backhoe image add my-host:1 root.tar
`

/** `backhoe image build|add|status` */
export function imageCommand(): Command {
  return new Command('image')
    .description(`The images that nodes of containers run on: ${NODE_IMAGE.reference}, and your own.`)
    .addCommand(buildCommand())
    .addCommand(addCommand())
    .addCommand(statusCommand())
}

function buildCommand(): Command {
  return new Command('build')
    .description(
      'Build the node image, once, from Debian’s packages: half a minute, no registry. Docker gets it where it runs.',
    )
    .addOption(quietOption())
    .option('--json', 'print what was built as JSON')
    .addHelpText('after', BUILD_EXAMPLES)
    .action(async ({ quiet, json }: { quiet?: true; json?: true }) => {
      const progress = buildProgress(quiet)
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

function addCommand(): Command {
  return new Command('add')
    .description(
      'Keep an image of your own for labs in guests, which have no registry. What was exported has lost its command: it idles.',
    )
    .argument('<reference>', 'as the topology file names it')
    .argument('<tar>', 'what docker save or docker export wrote')
    .addHelpText('after', ADD_EXAMPLES)
    .action(async (reference: string, tar: string) => {
      const added = await addImage(reference, tar)
      const what = added.holds === 'layers' ? 'its layers' : 'a root file system'
      process.stdout.write(`added: ${added.reference}, ${what}\n${added.path}\n`)
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
