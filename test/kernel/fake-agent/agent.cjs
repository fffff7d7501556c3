// A guest that does what a test of the launcher asks for. Not Backhoe's agent: the launcher's front door is its folder.
const { closeSync, openSync, readFileSync, readlinkSync, writeSync } = require('node:fs')
const { setTimeout: sleep } = require('node:timers/promises')

const koffi = require('./koffi.node')
const libc = koffi.load('libc.so.6')
const mount = libc.func('int mount(str, str, str, ulong, str)')
const reboot = libc.func('int reboot(int)')

const isGuest = process.env.BACKHOE_ISOLATION === undefined
if (isGuest && mount('none', '/media/out', 'hostfs', 0, '/media/out') !== 0) throw new Error('no output folder')
const { job } = JSON.parse(readFileSync('/media/out/job.json', 'utf8'))
const journal = openSync('/media/out/journal.ndjson', 'w')
const write = (value) => writeSync(journal, `${JSON.stringify(value)}\n`)

const jobs = {
  async beat() {
    for (let beat = 0; beat < 30; beat++) {
      write({ beat, ns: String(process.hrtime.bigint()), luck: Math.random(), date: Date.now() })
      await sleep(1000)
    }
  },
  async forever() {
    write({ begun: true })
    for (;;) {
      write({ pids: readFileSync('/media/out/job.json').length })
      // A little real time passes with each, so that the file does not grow by gigabytes.
      for (let spin = 0; spin < 5e6; spin++);
    }
  },
  spin() {
    write({ begun: true })
    for (;;);
  },
  exit() {
    console.log('I have had enough')
    process.exit(3)
  },
  async memory() {
    const held = []
    for (;;) held.push(Buffer.alloc(1 << 22, 1))
  },
  async disk() {
    for (;;) write('x'.repeat(4000))
  },
  where() {
    for (const kind of ['user', 'pid', 'mnt', 'net']) write({ kind, is: readlinkSync(`/proc/self/ns/${kind}`) })
    write({ parent: process.ppid })
  },
  async print() {
    for (let line = 0; line < 5000; line++) console.log(`line ${line}`)
  },
}

Promise.resolve(jobs[job]()).then(() => {
  closeSync(journal)
  if (isGuest) reboot(0x4321fedc)
  else process.exit(0)
})
