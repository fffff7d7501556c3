import { account } from './account.ts'
import { active } from './active.ts'
import { control } from './control.ts'
import { detection } from './detection.ts'
import { doubts } from './doubts.ts'
import { failures } from './failures.ts'
import type { Examined, Finding, Oracle } from './finding.ts'
import { opinion } from './opinion.ts'
import { repeat } from './repeat.ts'
import { sessions } from './sessions.ts'
import { verdicts } from './verdicts.ts'
import { windows } from './windows.ts'

const ORACLES: readonly Oracle[] = [
  failures,
  doubts,
  control,
  windows,
  verdicts,
  account,
  detection,
  active,
  sessions,
  repeat,
  opinion,
]

export const findingsOf = (examined: Examined): readonly Finding[] => ORACLES.flatMap((oracle) => oracle(examined))
