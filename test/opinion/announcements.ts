import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ns } from './files.ts'
import type { CapturedEnd, Trial } from './trial.ts'
import { frames } from './tshark.ts'

/** A frame of VRRP, LACP, a spanning tree, ARP, OSPF, BGP or BFD, at one end of a cable. */
export interface Announcement {
  readonly end: CapturedEnd
  readonly atNs: Ns
  /** Hardware address of its sender. */
  readonly from: string
  /** Of Wireshark's fields those that it has. */
  readonly fields: ReadonlyMap<Field, string>
}

const FIELDS = [
  'ip.src',
  'vrrp.virt_rtr_id',
  'vrrp.prio',
  'lacp.actor.state',
  'stp.type',
  'stp.flags.forwarding',
  'stp.flags.learning',
  'stp.root.hw',
  'stp.bridge.hw',
  'stp.hello',
  'arp.opcode',
  'arp.src.proto_ipv4',
  'arp.dst.proto_ipv4',
  'tcp.len',
  'ospf.msg',
  'bfd.sta',
] as const
type Field = (typeof FIELDS)[number]

const KINDS = ['arp', 'ip proto 112', 'ip proto 89', 'tcp port 179', 'udp port 3784']
/** What tcpdump picks out of a capture before it is dissected: probes are many, and not needed here. */
const PICKED = `ether proto 0x8809 or ether dst 01:80:c2:00:00:00 or ${KINDS.join(' or ')} or (vlan and (${KINDS.join(' or ')}))`

/** Every announcement at every end of every cable, in order of time. `epochSeconds`: where the journal's clock begins. */
export async function announcementsOf({ captures }: Trial, epochSeconds: number): Promise<readonly Announcement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'opinion-'))
  try {
    const files = captures.map(({ file }, number) => {
      const picked = join(folder, `${String(number)}.pcap`)
      execFileSync('tcpdump', ['-r', file, '-w', picked, '--time-stamp-precision=nano', PICKED], { stdio: 'ignore' })
      return picked
    })
    const found: Announcement[] = []
    for await (const { file, seconds, nanoseconds, fields } of frames(files, ['eth.src', ...FIELDS], '')) {
      const end = captures[file]
      if (end === undefined) continue
      const [from = '', ...values] = fields
      const named = FIELDS.flatMap((field, position): [Field, string][] => {
        const value = values[position] ?? ''
        return value === '' ? [] : [[field, value]]
      })
      found.push({ end, atNs: (seconds - epochSeconds) * 1e9 + nanoseconds, from, fields: new Map(named) })
    }
    return found
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
