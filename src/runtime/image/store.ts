import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { cacheFolder } from '../../build/cache.ts'
import { NODE_IMAGE } from '../../model/node-image.ts'
import { BackhoeError } from '../../model/problem.ts'
import { recipeHash } from './recipe.ts'

/** Each built image in a folder `INPUTS` of its own: `node.tar`, its root file system, and `image.json`. */
export function imagesFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), 'images')
}

const builtSchema = z.object({
  /** The image's, as in its labels. */
  version: z.string(),
  /** sha256 of our share of what went in. */
  recipe: z.string(),
  /** sha256 of everything that went in. */
  inputs: z.string(),
  /** Debian's packages and their versions. */
  packages: z.record(z.string(), z.string()),
  unpackedBytes: z.number(),
  tarSha256: z.string(),
  builtAt: z.string(),
})

/** What lies beside an image's tar. */
export type BuiltImage = z.infer<typeof builtSchema>

export interface StoredImage {
  readonly path: string
  readonly image: BuiltImage
}

/** Those of our present recipe, newest first. */
export function storedImages(env: NodeJS.ProcessEnv = process.env): StoredImage[] {
  const folder = imagesFolder(env)
  if (!existsSync(folder)) return []
  const recipe = recipeHash()
  return readdirSync(folder)
    .flatMap((name) => readImage(join(folder, name)) ?? [])
    .filter(({ image }) => image.recipe === recipe)
    .sort((a, b) => b.image.builtAt.localeCompare(a.image.builtAt))
}

/** Null for a folder that is not a finished build. */
export function readImage(folder: string): StoredImage | null {
  const path = join(folder, 'node.tar')
  try {
    const image = builtSchema.parse(JSON.parse(readFileSync(join(folder, 'image.json'), 'utf8')))
    return existsSync(path) ? { path, image } : null
  } catch {
    return null
  }
}

/**
 * The tar of an image's root file system.
 * @throws BackhoeError (69) `no-image`
 */
export function findImage(reference: string, env: NodeJS.ProcessEnv = process.env): StoredImage {
  const stored = reference === NODE_IMAGE.reference ? storedImages(env)[0] : undefined
  if (stored !== undefined) return stored
  throw new BackhoeError(
    [{ code: 'no-image', what: `the image ${reference} is not on this machine`, next: NEXT(reference) }],
    69,
  )
}

const NEXT = (reference: string): string =>
  reference === NODE_IMAGE.reference
    ? 'backhoe image build'
    : `docker save ${reference} -o FILE, then backhoe image add ${reference} FILE; or run where Docker has it: --kernel host`
