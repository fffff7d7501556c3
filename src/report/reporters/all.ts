import { github } from './github/reporter.ts'
import { html } from './html/reporter.ts'
import { json } from './json/reporter.ts'
import { junit } from './junit/reporter.ts'
import { line } from './line/reporter.ts'
import { markdown } from './markdown/reporter.ts'
import type { ReporterKind } from './kind.ts'
import { terminal } from './terminal/reporter.ts'
import { trace } from './trace/reporter.ts'

/** The one list: a reporter more is a folder beside these, and a line here. */
export const REPORTERS: readonly ReporterKind[] = [terminal, json, junit, html, markdown, line, trace, github]
