import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { NO_FRAME, OPEN_VSWITCH_FOLDER, vlanWords } from '../model/open-vswitch.ts'
import { ProgramError } from '../model/capability.ts'
import type { PortVlans } from '../model/topology.ts'

const folderOf = (dir: string, node: string): string => join(dir, node, OPEN_VSWITCH_FOLDER)

/** A switch that has just been started has no database at first, and then no ports in it. */
const PATIENCE_MS = 10_000
const AGAIN_MS = 20

/**
 * Gives a port of a node's Open vSwitch these VLANs and no others; returns once its daemon has done it (cur_cfg).
 * @throws Error with what ovs-vsctl has written
 */
export function setPortVlans(dir: string, node: string, port: string, vlans: PortVlans): void {
  vsctl(folderOf(dir, node), vlanWords(port, vlans))
}

/** VLANs that a port carries, native or tagged, by Open vSwitch's database. */
export function portVlans(dir: string, node: string, port: string): readonly number[] {
  const [tag = '', trunks = ''] = vsctl(folderOf(dir, node), ['get', 'port', port, 'tag', 'trunks']).split('\n')
  const vlans = [tag, trunks].flatMap((column) => [...column.matchAll(/\d+/g)].map(([vlan]) => Number(vlan)))
  return vlans.filter((vlan) => vlan !== NO_FRAME)
}

/** The VLANs of every port of a node's Open vSwitch, a sorted line for each. */
export function portLines(dir: string, node: string): readonly string[] {
  const table = ['--format=csv', '--data=bare', '--no-headings', '--columns=name,tag,trunks,vlan_mode', 'list', 'port']
  return vsctl(folderOf(dir, node), table)
    .trim()
    .split('\n')
    .map((line) => `port ${line}`)
    .sort()
}

/** A socket's name without a path counts from OVS_RUNDIR. */
function vsctl(folder: string, words: readonly string[]): string {
  const always = ['--db=unix:db.sock', `--timeout=${String(PATIENCE_MS / 1000)}`]
  for (let waitedMs = 0; ; waitedMs += AGAIN_MS) {
    const { error, status, stdout, stderr } = spawnSync('ovs-vsctl', [...always, ...words], {
      env: { ...process.env, OVS_RUNDIR: folder },
      encoding: 'utf8',
    })
    if (error !== undefined) throw new ProgramError('openvswitch', 'ovs-vsctl', error)
    if (status === 0) return stdout
    if (waitedMs >= PATIENCE_MS) throw new Error(`ovs-vsctl: ${stderr.trim()}`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS)
  }
}
