#!/usr/bin/env node
import { existsSync, fstatSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

if (process.argv.slice(2).join(' ') === '--help' && printHelp()) process.exit()

// Node ends with 1 after an error that nobody has caught, and 1 is a verdict: a target was missed.
process.on('uncaughtException', fail)
// `backhoe … | head` is no failure, and no verdict either: the exit code is what it is with a reader.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', ({ code }) => {
    if (code === 'ENOSPC' || code === 'EDQUOT')
      end(70, 'disk-full', 'what was printed does not fit on the disk', 'make room there, or print to another disk')
    if (code !== 'EPIPE') process.exit(70)
  })
// All of it: Node writes to a file what a nearly full disk has room for, and says nothing.
if (fstatSync(1).isFile())
  process.stdout._write = (chunk, _encoding, done) => {
    try {
      writeFileSync(1, chunk)
      done()
    } catch (error) {
      done(error)
    }
  }

const LEAST_FILES = 256
const files = mostFiles()
if (files < LEAST_FILES)
  end(
    69,
    'too-few-files',
    `this shell allows ${files} open files, and Backhoe needs ${LEAST_FILES}`,
    `ulimit -n 1024; if it is refused, see "nofile" in /etc/security/limits.conf`,
  )

const cli = new URL('../dist/cli.js', import.meta.url)
if (!existsSync(fileURLToPath(cli)))
  end(
    70,
    'not-built',
    'this clone of Backhoe has not been built yet',
    `cd ${fileURLToPath(new URL('..', import.meta.url))} && npm ci`,
  )

try {
  const { main } = await import(cli.href)
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  fail(error)
}

/** As `npm run build` has written it: to load all that renders it would take a third of the time that Node itself takes to start. */
function printHelp() {
  try {
    writeFileSync(1, readFileSync(new URL('../dist/help.txt', import.meta.url)))
    return true
  } catch {
    // Rendered below then, and what is wrong is reported there.
    return false
  }
}

/** The soft limit of this process, which Node has raised to the hard one. */
function mostFiles() {
  const limit = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
  return limit === null ? Infinity : Number(limit[1])
}

function fail(error) {
  const what = error instanceof Error ? error.stack : String(error)
  end(70, 'backhoe-failed', what, 'this is a defect of Backhoe: report it with the lab and the lines above')
}

function end(exitCode, code, what, next) {
  process.stderr.write(`error[${code}]: ${what}\n  next: ${next}\n`)
  process.exit(exitCode)
}
