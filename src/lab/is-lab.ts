import type { Lab } from '../model/lab.ts'
import { isSite } from '../words/site.ts'

/** What `defineLab` returned, and nothing else that a file may export or a program may hand over. */
export const isLab = (value: unknown): value is Lab =>
  isSite(value) && 'experiments' in value && Array.isArray(value.experiments)
