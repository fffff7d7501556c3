import { placeIn, type OwnFile } from '../../model/own-file.ts'

/** `key=value` of a section of a keyfile. */
export interface KeyfileEntry {
  readonly section: string
  readonly key: string
  readonly value: string
  readonly where: string
}

/** GLib's key files: sections, entries, and comments that begin with `#`; what is none of these is not understood. */
export function entriesOf(file: OwnFile): readonly KeyfileEntry[] {
  let section = ''
  return file.text.split('\n').flatMap((line, index): KeyfileEntry[] => {
    const text = line.trim()
    const head = /^\[(.+)\]$/.exec(text)?.[1]
    if (head !== undefined) section = head
    if (head !== undefined || text === '' || /^[#;]/.test(text)) return []
    const [key = '', ...rest] = text.split('=')
    const where = placeIn(file, index + 1, line.search(/\S/) + 1)
    return [{ section, key: key.trim(), value: rest.join('=').trim(), where }]
  })
}
