import { readFileSync, writeSync, openSync } from 'node:fs'
import { SHARED } from '../../src/model/job.ts'

export default function (input: { readonly word: string }): { word: string; release: string; loopback: boolean } {
  writeSync(openSync(`${SHARED.out}/journal.ndjson`, 'a'), '{}\n')
  return {
    word: input.word,
    release: readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim(),
    loopback: readFileSync('/proc/net/fib_trie', 'utf8').includes('127.0.0.1'),
  }
}
