// Runs a command on a machine whose own filter forbids programs to filter system calls: `node without-seccomp.cjs COMMAND…`.
const { spawnSync } = require('node:child_process')
const koffi = require('koffi')

const prctl = koffi.load('libc.so.6').func('int prctl(int, ulong, void*, ulong, ulong)')
const [PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER] = [22, 38, 2]
const [LOAD, EQUAL, RETURN] = [0x20, 0x15, 0x06]
const [NR, FIRST_ARGUMENT] = [0, 16]
const [SYS_PRCTL, SYS_SECCOMP] = [157, 317]
const [ALLOW, EPERM] = [0x7fff0000, 0x00050001]

/** struct sock_filter: code, where to go when true and when false, constant. */
const program = [
  [LOAD, 0, 0, NR],
  [EQUAL, 4, 0, SYS_SECCOMP],
  [EQUAL, 0, 2, SYS_PRCTL],
  [LOAD, 0, 0, FIRST_ARGUMENT],
  [EQUAL, 1, 0, PR_SET_SECCOMP],
  [RETURN, 0, 0, ALLOW],
  [RETURN, 0, 0, EPERM],
]
const filter = Buffer.alloc(8 * program.length)
for (const [at, [code, yes, no, constant]] of program.entries()) {
  filter.writeUInt16LE(code, 8 * at)
  filter.writeUInt8(yes, 8 * at + 2)
  filter.writeUInt8(no, 8 * at + 3)
  filter.writeUInt32LE(constant, 8 * at + 4)
}
const pinned = new BigUint64Array(filter.buffer, filter.byteOffset, program.length)
/** struct sock_fprog. */
const fprog = Buffer.alloc(16)
fprog.writeUInt16LE(program.length, 0)
fprog.writeBigUInt64LE(BigInt(koffi.address(pinned)), 8)

if (prctl(PR_SET_NO_NEW_PRIVS, 1, null, 0, 0) !== 0) throw new Error('no_new_privs')
if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, fprog, 0, 0) !== 0) throw new Error('no filter')

const [command, ...words] = process.argv.slice(2)
process.exitCode = spawnSync(command, words, { stdio: 'inherit' }).status ?? 1
