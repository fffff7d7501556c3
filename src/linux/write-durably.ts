import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whole and on disk when it returns, private to its user; whoever reads it before finds what was there, or nothing. */
export function writeDurably(path: string, text: string): void {
  const fresh = `${path}.${String(process.pid)}`
  writeWhole(fresh, text)
  renameSync(fresh, path)
  syncFolder(path)
}

/** On disk when it returns, unless somebody ends us meanwhile: then a part of it is. */
export function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** That the file has its name. */
export function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
