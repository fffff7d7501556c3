#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cli = new URL('../dist/cli.js', import.meta.url)

if (existsSync(fileURLToPath(cli))) {
  const { main } = await import(cli.href)
  process.exitCode = await main(process.argv.slice(2))
} else {
  process.stderr.write(
    `error[not-built]: this clone of Backhoe has not been built yet\n  next: cd ${fileURLToPath(new URL('..', import.meta.url))} && npm ci\n`,
  )
  process.exitCode = 70
}
