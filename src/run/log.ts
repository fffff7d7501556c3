import { join } from 'node:path'
import pino from 'pino'
import type { Logger } from 'pino'

/** `log.ndjson` in a run's folder: what the launcher did and when, on the wall's clock. */
export function openLog(folder: string): Logger {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: join(folder, 'log.ndjson'), sync: true }),
  )
}
