import { expect, test } from 'vitest'
import { wordsOf } from '../../../src/runtime/containerlab/words.ts'

test.each([
  ['ip addr add 10.0.0.1/24 dev eth1', ['ip', 'addr', 'add', '10.0.0.1/24', 'dev', 'eth1']],
  [`sh -c 'echo "a b" > /x'`, ['sh', '-c', 'echo "a b" > /x']],
  [`sh -c "echo \\"a\\" 'b'"`, ['sh', '-c', `echo "a" 'b'`]],
  [`echo a'b c'"d" e\\ f $(reboot)`, ['echo', 'ab cd', 'e f', '$(reboot)']],
])('%s', (command, words) => {
  expect(wordsOf(command)).toEqual(words)
})
