import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { MountableImage } from '../../model/containers.ts'
import { NODE_COMMAND } from '../../render/dockerfile.ts'

/**
 * Writes what dockerd's overlay2 driver would have written on importing the image, into a data root that no dockerd has
 * started on: the layer is a link to the mounted file system, so that nothing is unpacked.
 */
export function preparedRoot(dataRoot: string, reference: string, image: MountableImage, labels: Labels): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(dataRoot, path)), { recursive: true })
    writeFileSync(join(dataRoot, path), text)
  }
  // Of an image with one layer, the layer, its chain and its folder may have one name.
  const layer = image.sha256
  const config = configOf(layer, labels)
  const id = createHash('sha256').update(config).digest('hex')
  const [repository = reference] = reference.split(':')
  put(`image/overlay2/imagedb/content/sha256/${id}`, config)
  put(
    'image/overlay2/repositories.json',
    JSON.stringify({ Repositories: { [repository]: { [reference]: `sha256:${id}` } } }),
  )
  put(`image/overlay2/layerdb/sha256/${layer}/cache-id`, layer)
  put(`image/overlay2/layerdb/sha256/${layer}/diff`, `sha256:${layer}`)
  put(`image/overlay2/layerdb/sha256/${layer}/size`, String(image.unpackedBytes))
  // Only needed to push or save it.
  put(`image/overlay2/layerdb/sha256/${layer}/tar-split.json.gz`, '')
  const short = layer.slice(0, SHORT).toUpperCase()
  put(`overlay2/${layer}/link`, short)
  // Not a mount: dockerd binds overlay2 over itself, and what is mounted below would be hidden.
  symlinkSync(image.path, join(dataRoot, `overlay2/${layer}/diff`))
  mkdirSync(join(dataRoot, 'overlay2/l'))
  symlinkSync(`../${layer}/diff`, join(dataRoot, `overlay2/l/${short}`))
}

/** Characters of a layer's second name, which keeps mount options short. */
const SHORT = 26

type Labels = Readonly<Record<string, string>>

function configOf(layer: string, labels: Labels): string {
  const created = new Date(0).toISOString()
  return JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created,
    config: { Cmd: JSON.parse(NODE_COMMAND) as unknown, Labels: labels },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
    history: [{ created }],
  })
}
