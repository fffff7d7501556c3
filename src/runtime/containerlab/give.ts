import { NODE_IMAGE } from '../../model/node-image.ts'
import type { BuiltImage, StoredImage } from '../image/store.ts'
import { INPUTS, labelsOf } from '../image/labels.ts'
import { importImage } from './image.ts'
import { machineDocker } from './reach.ts'

/** What this machine's Docker daemon has of the node image; `absent` where none answers. */
export type InDocker = 'absent' | 'has' | 'lacks'

/** A daemon that is there answers at once. */
const ASKED_MS = 3000

/** The daemon that `DOCKER_HOST` names, else the machine's; starts none. */
export const daemonAnswers = (): Promise<boolean> =>
  machineDocker(ASKED_MS)
    .ping()
    .then(
      () => true,
      () => false,
    )

/** Asks the daemon that `DOCKER_HOST` names, else the machine's; starts none. */
export async function imageInDocker(image: BuiltImage): Promise<InDocker> {
  if (!(await daemonAnswers())) return 'absent'
  const found = await machineDocker().listImages({
    filters: { reference: [NODE_IMAGE.reference], label: [`${INPUTS}=${image.inputs}`] },
  })
  return found.length > 0 ? 'has' : 'lacks'
}

/** Imports it where a daemon answers that lacks it. */
export async function giveToDocker({ path, image }: StoredImage, onStep?: (text: string) => void): Promise<InDocker> {
  const state = await imageInDocker(image)
  if (state !== 'lacks') return state
  onStep?.('importing it into Docker')
  await importImage(machineDocker(), NODE_IMAGE.reference, path, labelsOf(image))
  return 'has'
}
