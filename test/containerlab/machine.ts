import { join } from 'node:path'
import { findContainerlab } from '../../src/runtime/containerlab/binary.ts'
import { findDocker } from '../../src/runtime/containerlab/docker.ts'
import { sourceOf } from '../../src/runtime/image/source.ts'
import { inside, type Inside, type InsideOptions } from '../guest/inside.ts'
import type { GroundInput } from './ground.ts'
import type * as entry from './machine.inside.ts'

/** What a machine is made of: this machine's programs and the node image. */
export async function ground(files: Readonly<Record<string, string>> = {}): Promise<GroundInput> {
  const image = 'backhoe-node:1'
  return {
    tools: {
      containerlab: findContainerlab().path,
      docker: findDocker(),
      images: { [image]: (await sourceOf(image)).image },
    },
    node: process.execPath,
    backhoe: join(import.meta.dirname, '../../bin/backhoe.js'),
    files,
  }
}

/** Enough for Docker, the image and a lab. */
export const MACHINE: InsideOptions = { memoryMb: 3072, timeoutMs: 1_800_000 }

/** Runs shell scripts on a machine of its own, with Docker, containerlab and root. */
export async function onMachine(
  scripts: readonly string[],
  files: Readonly<Record<string, string>> = {},
  options: InsideOptions = {},
): Promise<Inside<Awaited<ReturnType<typeof entry.default>>>> {
  const input = { ...(await ground(files)), scripts }
  return await inside<typeof entry>(new URL('machine.inside.ts', import.meta.url), input, { ...MACHINE, ...options })
}

/** What a run on the machine's own containers is told. */
export const options = '--runtime containerlab --kernel host --seed 1 --out runs'

/** A script that writes what the machine and its containers look like. */
export const dumped = (file: string): string => `sh /tmp/dump.sh > ${file}`

/** What the command said last, without what differs from run to run. */
export const errorText = (stderr = ''): string =>
  stderr
    .slice(stderr.indexOf('error['))
    .replaceAll(/process \d+/g, 'process N')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.-]+Z/g, 'TIME')
    .replaceAll(/\b\d\d:\d\d:\d\d /g, '')
    .replaceAll(/ +$/gm, '')
