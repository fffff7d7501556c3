import type { Configure } from '../contract/configure.ts'
import { frrDaemon, frrFile, frrText, runsFrr } from '../frr/data.ts'
import { bfdOf, PROFILE } from './data.ts'

/** Sessions are watched by what bfdd logs of their states. */
const DEBUG = 'debug bfd peer'

const echoLines = (ms: string): readonly string[] => [
  '  echo-mode',
  `  echo transmit-interval ${ms}`,
  `  echo receive-interval ${ms}`,
]

/** The profile: the protocols name the sessions, but those of `neighbours`. In a protocol's own file it would be skipped, and 300 ms × 3 count. */
export const bfdConfigure: Configure = {
  files: (node) => {
    const feature = bfdOf(node)
    if (feature === undefined || !runsFrr(node)) return {}
    const interval = String(feature.intervalNs / 1e6)
    const lines = [
      DEBUG,
      'bfd',
      ` profile ${PROFILE}`,
      `  detect-multiplier ${String(feature.multiplier)}`,
      `  receive-interval ${interval}`,
      `  transmit-interval ${interval}`,
      ...(feature.echoNs === undefined ? [] : echoLines(String(feature.echoNs / 1e6))),
      ' exit',
      ...feature.neighbours.flatMap((one) => [` peer ${one}`, `  profile ${PROFILE}`, ' exit']),
      'exit',
    ]
    return { [frrFile('bfdd')]: frrText(node, lines) }
  },
  daemons: (node) => {
    if (bfdOf(node) === undefined || !runsFrr(node)) return []
    const { argv, ...daemon } = frrDaemon('bfdd')
    return [{ ...daemon, argv: [...argv, '--bfdctl', '{run}/bfdd.sock'] }]
  },
}
