import { createHash } from 'node:crypto'
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'
import { fileSha256 } from '../../build/digest.ts'
import { Workshop } from '../../build/workshop.ts'
import { readJson } from '../../journal/read-json.ts'
import { fail } from '../../model/problem.ts'
import { imagesFolder } from './store.ts'

const addedSchema = z.object({
  reference: z.string(),
  /** `layers`: from `docker save`; `root`: from `docker export`, or any root file system. */
  holds: z.enum(['layers', 'root']),
  tarSha256: z.string(),
})

/** What lies beside the tar of a user's own image. */
export interface AddedImage extends z.infer<typeof addedSchema> {
  readonly path: string
}

/** `alpine` is `alpine:latest`, and Docker's own registry needs no name. */
export function normalReference(reference: string): string {
  const short = reference.replace(/^(docker\.io\/)?(library\/)?/, '')
  return /:[^/]*$/.test(short) ? short : `${short}:latest`
}

const folderOf = (reference: string, env: NodeJS.ProcessEnv): string =>
  join(imagesFolder(env), 'added', createHash('sha256').update(normalReference(reference)).digest('hex').slice(0, 16))

/** A user's own image; null: nobody has added it, or what lies there is not whole. */
export function findAdded(reference: string, env: NodeJS.ProcessEnv = process.env): AddedImage | null {
  const folder = folderOf(reference, env)
  const [path, facts] = [join(folder, 'image.tar'), join(folder, 'added.json')]
  try {
    const added = addedSchema.parse(JSON.parse(readFileSync(facts, 'utf8')))
    return existsSync(path) ? { ...added, path } : null
  } catch {
    return null
  }
}

/**
 * Keeps a copy of the archive for guests, which have no registry; one of the same name gives way.
 * @throws BackhoeError 64 where the archive is none, or is of another image; 69 where the cache cannot take it
 */
export async function addImage(
  reference: string,
  tar: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<AddedImage> {
  checkReference(reference)
  const holds = await contentOf(reference, tar)
  const home = folderOf(reference, env)
  using workshop = Workshop.open(imagesFolder(env), { what: `the image ${reference}`, bytes: statSync(tar).size })
  const finished = join(workshop.folder, 'finished')
  mkdirSync(finished)
  copyFileSync(tar, join(finished, 'image.tar'), constants.COPYFILE_FICLONE)
  const facts = { reference: normalReference(reference), holds, tarSha256: await fileSha256(tar) }
  writeFileSync(join(finished, 'added.json'), `${JSON.stringify(facts, null, 2)}\n`)
  mkdirSync(join(imagesFolder(env), 'added'), { recursive: true })
  rmSync(home, { recursive: true, force: true })
  renameSync(finished, home)
  return { ...facts, path: join(home, 'image.tar') }
}

/** As Docker takes it: a name in small letters, perhaps with a registry in front, perhaps with a tag. */
function checkReference(reference: string): void {
  if (/^[a-z0-9][a-z0-9._-]*(:\d+)?(\/[a-z0-9][a-z0-9._-]*)*(:\w[\w.-]{0,127})?$/.test(reference)) return
  fail({
    code: 'bad-reference',
    what: `${JSON.stringify(reference)} is no name of an image`,
    allowed: 'NAME:TAG, as the topology file has it: frrouting/frr:v8.4.1',
  })
}

async function contentOf(reference: string, tar: string): Promise<AddedImage['holds']> {
  const names = await listed(tar)
  const manifest = names.find((name) => inside(name) === 'manifest.json')
  if (manifest === undefined) {
    if (names.some((name) => /^(bin|etc)(\/|$)/.test(inside(name)))) return 'root'
    return noArchive(tar, 'it holds neither layers nor a root file system')
  }
  const { stdout } = await execa('tar', ['-xOf', tar, manifest])
  const notOne = { code: 'no-archive', what: `${tar} is no archive of an image`, next: SAVE }
  const tags = readJson(stdout, manifest, manifestSchema, notOne).flatMap(({ RepoTags }) => RepoTags ?? [])
  if (tags.map(normalReference).includes(normalReference(reference))) return 'layers'
  return fail({
    code: 'another-image',
    what: `${tar} does not hold ${reference}`,
    allowed: tags.length === 0 ? 'an archive that was saved by name, not by id' : tags.join(', '),
    next: `docker save ${reference} -o FILE`,
  })
}

const manifestSchema = z.array(z.object({ RepoTags: z.array(z.string()).nullish() }))

const inside = (name: string): string => name.replace(/^\.\//, '')

async function listed(tar: string): Promise<readonly string[]> {
  const { stdout, exitCode, stderr } = await execa('tar', ['-tf', tar], { reject: false, maxBuffer: 1e8 })
  return exitCode === 0 ? stdout.split('\n') : noArchive(tar, stderr.split('\n')[0] ?? '')
}

const noArchive = (tar: string, why: string): never =>
  fail({ code: 'no-archive', what: `${tar} is no archive of an image: ${why}`, next: SAVE })

const SAVE = 'docker save REFERENCE -o FILE'
