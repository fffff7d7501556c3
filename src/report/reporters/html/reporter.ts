import { readFileSync } from 'node:fs'
import { layOut } from '../../../picture/lay-out.ts'
import type { Layout } from '../../../picture/layout.ts'
import type { RunReport } from '../../run-event.ts'
import { pageReporter, type ReporterKind } from '../kind.ts'
import { htmlOf } from './page.ts'

/** For people: one page that opens from the disk. */
export const html: ReporterKind = {
  name: 'html',
  inFolder: 'report.html',
  create: () =>
    pageReporter(async (report) => htmlOf({ ...report, layout: await layoutOf(report), script: pageScript() })),
}

/** As it was built: `dist/page/report.js`, beside the bundle that this file is in. */
export const pageScript = (): string =>
  readFileSync(
    new URL(import.meta.url.endsWith('.ts') ? '../../../../dist/page/report.js' : './page/report.js', import.meta.url),
    'utf8',
  )

/** Or why there is none. */
const layoutOf = async ({ plan: { model } }: RunReport): Promise<Layout | string> =>
  model === undefined
    ? 'There is no picture of the network: this run was recorded by an older version, which kept no topology.'
    : layOut(model)
