import { NODE_IMAGE } from '../model/node-image.ts'
import type { InDocker } from '../runtime/containerlab/give.ts'
import type { StoredImage } from '../runtime/image/store.ts'

const IN_DOCKER: Readonly<Record<InDocker, string>> = {
  has: 'this machine’s Docker has it',
  lacks: 'this machine’s Docker has it not: backhoe image build',
  absent: 'no Docker daemon answers here; guests need none',
}

/** `backhoe image build|status`. */
export function renderImage({ path, image }: StoredImage, docker: InDocker): string {
  const megabytes = Math.round(image.unpackedBytes / 1e6)
  const wanted = NODE_IMAGE.packages.map((name) => `${name} ${image.packages[name] ?? 'missing'}`)
  return [
    `${NODE_IMAGE.reference}, Debian ${NODE_IMAGE.suite}, ${String(megabytes)} MB, inputs ${image.inputs.slice(0, 16)}`,
    path,
    IN_DOCKER[docker],
    ...wanted.map((line) => `  ${line}`),
    '',
  ].join('\n')
}
