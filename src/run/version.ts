import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../kernel/place.ts'

interface Manifest {
  readonly version: string
}

export const VERSION = (JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as Manifest).version
