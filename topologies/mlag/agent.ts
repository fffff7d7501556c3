import { readFileSync } from 'node:fs'
import type { NodeDaemon } from '../../src/model/topology.ts'

/** In a switch's folder. */
const FOLDER = 'mlagd'
const FILES = [
  ...['respawn.sh', 'mlagd.pl', 'Pair.pm', 'Tables.pm', 'Batch.pm', 'Devices.pm'],
  ...['Bonding.pm', 'Channel.pm', 'Clock.pm', 'Links.pm', 'Netlink.pm', 'Settings.pm'],
]

/** What a switch's agent is told; times in milliseconds. */
export interface AgentSettings {
  /** 1 is the primary. */
  readonly id: 1 | 2
  /** Own address and the partner's. */
  readonly control: readonly [string, string]
  readonly heartbeat: readonly [string, string]
  readonly peer: string
  readonly splitBrain: 'shutSecondary' | 'bothActive'
  readonly keepaliveMs: number
  readonly deadMs: number
  readonly delayRestoreMs: number
  readonly aloneMs: number
  readonly legs: readonly { readonly bond: string; readonly port: string; readonly label: number }[]
}

/** The agent's own text (`mlagd/`, Perl of perl-base) and this switch's settings, by path. */
export function agentFiles(settings: AgentSettings): Readonly<Record<string, string>> {
  const text = (name: string): string => readFileSync(new URL(`./mlagd/${name}`, import.meta.url), 'utf8')
  return Object.fromEntries([
    ...FILES.map((name) => [`${FOLDER}/${name}`, text(name)] as const),
    [`${FOLDER}/settings`, settingsText(settings)] as const,
  ])
}

/** It writes `mlagd.log` and `mlagd.state`. */
export const AGENT: NodeDaemon = { name: 'mlagd', argv: ['sh', `{dir}/${FOLDER}/respawn.sh`, '{dir}'], needs: ['perl'] }

function settingsText(settings: AgentSettings): string {
  const { id, control, heartbeat, peer, splitBrain, legs } = settings
  const lines = [
    `id ${String(id)}`,
    `control ${control.join(' ')}`,
    `heartbeat ${heartbeat.join(' ')}`,
    `peer ${peer}`,
    `split-brain ${splitBrain}`,
    `keepalive ${String(settings.keepaliveMs)}`,
    `dead ${String(settings.deadMs)}`,
    `delay-restore ${String(settings.delayRestoreMs)}`,
    `alone ${String(settings.aloneMs)}`,
    ...legs.map(({ bond, port, label }) => `leg ${bond} ${port} ${String(label)}`),
  ]
  return `${lines.join('\n')}\n`
}
