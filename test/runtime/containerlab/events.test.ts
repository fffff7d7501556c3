import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { watchContainers } from '../../../src/runtime/containerlab/events.ts'

const folder = mkdtempSync(join(tmpdir(), 'backhoe-test-'))
const socketPath = join(folder, 'docker.sock')
let asked: URLSearchParams
let daemon: ServerResponse
const server = createServer((request, response) => {
  asked = new URL(request.url ?? '', 'http://docker').searchParams
  daemon = response
  response.flushHeaders()
})
beforeAll(async () => {
  await once(server.listen(socketPath), 'listening')
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true, force: true })
})

const line = (Action: string, node: string): string =>
  `${JSON.stringify({ Type: 'container', Action, Actor: { Attributes: { 'clab-node-name': node } } })}\n`

test.each([
  ['says goodbye', () => daemon.end()],
  ['is killed in the middle of a line', () => (daemon.write('{"Type":'), daemon.destroy())],
])('what happens to containers is told in order, and that a daemon %s', async (_, ending) => {
  const told: string[] = []
  const silent = new Promise<void>((resolve) => {
    void watchContainers(new Docker({ socketPath }), 'dc1', (node, event) => told.push(`${node} ${event}`), resolve)
  })
  await once(server, 'request')
  expect(JSON.parse(asked.get('filters') ?? '')).toMatchObject({ label: ['containerlab=dc1'] })
  // Memory ran out, and the daemon that was killed is not the container's first process.
  daemon.write(line('oom', 'r1'))
  daemon.write(line('exec_create: ip address', 'r1'))
  daemon.write(line('kill', 'r2') + line('die', 'r2') + line('restart', 'r2'))
  await expect.poll(() => told).toEqual(['r1 oom', 'r2 die', 'r2 restart'])
  ending()
  await silent
  expect(told).toHaveLength(3)
})
