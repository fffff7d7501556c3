import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { NODE_COMMAND } from '../../render/dockerfile.ts'

export interface PreparedImage {
  readonly reference: string
  /** Of its root file system's tar, as `image.json` has it. */
  readonly tarSha256: string
  readonly unpackedBytes: number
  /** Where that file system is mounted, read-only. */
  readonly mountedAt: string
}

/**
 * Writes what dockerd's overlay2 driver would have written on importing the image, into a data root that no dockerd has
 * started on: the layer is a link to the mounted file system, so that nothing is unpacked.
 */
export function preparedRoot(dataRoot: string, image: PreparedImage): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(dataRoot, path)), { recursive: true })
    writeFileSync(join(dataRoot, path), text)
  }
  const { reference, tarSha256, unpackedBytes, mountedAt } = image
  // Of an image with one layer, the layer, its chain and its folder may have one name.
  const layer = tarSha256
  const config = configOf(layer)
  const id = createHash('sha256').update(config).digest('hex')
  const [repository = reference] = reference.split(':')
  put(`image/overlay2/imagedb/content/sha256/${id}`, config)
  put(
    'image/overlay2/repositories.json',
    JSON.stringify({ Repositories: { [repository]: { [reference]: `sha256:${id}` } } }),
  )
  put(`image/overlay2/layerdb/sha256/${layer}/cache-id`, layer)
  put(`image/overlay2/layerdb/sha256/${layer}/diff`, `sha256:${layer}`)
  put(`image/overlay2/layerdb/sha256/${layer}/size`, String(unpackedBytes))
  // Only needed to push or save it.
  put(`image/overlay2/layerdb/sha256/${layer}/tar-split.json.gz`, '')
  const short = layer.slice(0, SHORT).toUpperCase()
  put(`overlay2/${layer}/link`, short)
  // Not a mount: dockerd binds overlay2 over itself, and what is mounted below would be hidden.
  symlinkSync(mountedAt, join(dataRoot, `overlay2/${layer}/diff`))
  mkdirSync(join(dataRoot, 'overlay2/l'))
  symlinkSync(`../${layer}/diff`, join(dataRoot, `overlay2/l/${short}`))
}

/** Characters of a layer's second name, which keeps mount options short. */
const SHORT = 26

function configOf(layer: string): string {
  const created = new Date(0).toISOString()
  return JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created,
    config: { Cmd: JSON.parse(NODE_COMMAND) as unknown },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
    history: [{ created }],
  })
}
