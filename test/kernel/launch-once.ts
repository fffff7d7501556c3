// A command that runs one guest, for tests that kill it or run it as somebody else. Argument: the request as JSON.
import type { GuestRequest } from '../../src/kernel/guest.ts'
import { launchGuest } from '../../src/kernel/launch.ts'

const controller = new AbortController()
process.on('SIGINT', () => {
  controller.abort()
})
const request = JSON.parse(process.argv[2] ?? '') as GuestRequest
const end = await launchGuest({ ...request, signal: controller.signal })
process.stdout.write(`${JSON.stringify(end)}\n`)
