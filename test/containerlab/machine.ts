import { join } from 'node:path'
import { findContainerlab } from '../../src/runtime/containerlab/binary.ts'
import { findDocker } from '../../src/runtime/containerlab/docker.ts'
import { sourceOf } from '../../src/runtime/image/source.ts'
import { inside, type Inside, type InsideOptions } from '../guest/inside.ts'
import type * as entry from './machine.inside.ts'

/** Runs shell scripts on a machine of its own, with Docker, containerlab and root. */
export async function onMachine(
  scripts: readonly string[],
  files: Readonly<Record<string, string>> = {},
  options: InsideOptions = {},
): Promise<Inside<Awaited<ReturnType<typeof entry.default>>>> {
  const image = 'backhoe-node:1'
  const input: Parameters<typeof entry.default>[0] = {
    tools: {
      containerlab: findContainerlab().path,
      docker: findDocker(),
      images: { [image]: (await sourceOf(image)).image },
    },
    node: process.execPath,
    backhoe: join(import.meta.dirname, '../../bin/backhoe.js'),
    files,
    scripts,
  }
  return await inside<typeof entry>(new URL('machine.inside.ts', import.meta.url), input, {
    memoryMb: 3072,
    ...options,
  })
}
