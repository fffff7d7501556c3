import type Docker from 'dockerode'
import { NODE_IMAGE } from '../../model/node-image.ts'
import { findImage } from '../image/store.ts'
import { giveToDocker } from './give.ts'

/**
 * Our own image comes from where `backhoe image build` keeps it; every other is the daemon's to find.
 * @throws BackhoeError (69) `no-image`
 */
export async function provideImages(
  docker: Docker,
  images: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  if (!images.includes(NODE_IMAGE.reference)) return
  const there = await docker.listImages({ filters: { reference: [NODE_IMAGE.reference] } })
  if (there.length === 0) await giveToDocker(findImage(NODE_IMAGE.reference), say)
}
