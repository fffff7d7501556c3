import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { cacheFolder } from '../build/cache.ts'

/** Each built kernel in a folder `SERIES-HASH` of its own: `linux`, `kernel.json` and the source that it came from. */
export function kernelsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheFolder(env), 'kernels')
}

const builtSchema = z.object({
  series: z.string(),
  release: z.string(),
  /** sha256 of everything that went in. */
  inputs: z.string(),
  /** sha256 of our share of it: configuration, patch, way of building. */
  recipe: z.string(),
  source: z.string(),
  sourceSha256: z.string(),
  compiler: z.string(),
  builtAt: z.string(),
})

/** What lies beside a built kernel. */
export type Built = z.infer<typeof builtSchema>

export function builtKernels(env: NodeJS.ProcessEnv = process.env): { readonly path: string; readonly built: Built }[] {
  const folder = kernelsFolder(env)
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => {
    const built = readBuilt(join(folder, name))
    return built === null ? [] : [{ path: join(folder, name, 'linux'), built }]
  })
}

/** Null for a folder that is not a finished build. */
export function readBuilt(folder: string): Built | null {
  if (!existsSync(join(folder, 'linux'))) return null
  try {
    return builtSchema.parse(JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')))
  } catch {
    return null
  }
}
