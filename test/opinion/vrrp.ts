import type { Announcement } from './announcements.ts'
import type { Findings } from './findings.ts'
import type { Trial } from './trial.ts'

export interface Router {
  readonly node: string
  readonly name: string
  readonly vrid: string
  readonly addresses: readonly string[]
  readonly virtualAddresses: readonly string[]
  /** That its group shares (RFC 9568 7.3): who has sent a frame from it cannot be seen. null: it has that of its interface. */
  readonly virtualMac: string | null
}

/**
 * A virtual router advertises if, and only if, it is MASTER (RFC 9568 6.4), and claims its addresses by gratuitous ARP
 * when it becomes it.
 */
export function examineVrrp(trial: Trial, announcements: readonly Announcement[], findings: Findings): void {
  for (const router of routersOf(trial)) {
    const { node, name } = router
    const about = `vrrp ${node} ${name}`
    const own = announcements.filter(({ end }) => end.end.node === node)
    const adverts = own.filter(
      ({ fields }) =>
        fields.get('vrrp.virt_rtr_id') === router.vrid && router.addresses.includes(fields.get('ip.src') ?? ''),
    )
    const macs = trial.macsOf(node)
    const claimed = own.filter(
      ({ from, fields }) =>
        (macs.has(from) || from === router.virtualMac) &&
        router.virtualAddresses.includes(fields.get('arp.src.proto_ipv4') ?? '') &&
        fields.get('arp.dst.proto_ipv4') === fields.get('arp.src.proto_ipv4'),
    )
    const claims = claimed.filter(({ from }) => from !== router.virtualMac)
    for (const [kind, frames] of [
      ['advertisement', adverts.filter(({ fields }) => fields.get('vrrp.prio') !== '0')],
      ['gratuitous ARP', claims],
    ] as const)
      for (const { atNs } of frames) {
        const states = trial.at('vrrp', node, name, atNs)
        if (states.length === 0) continue
        findings.check(
          kind,
          states.includes('MASTER'),
          about,
          () => `${kind} at ${String(atNs)} ns, when it was ${states.join(', ')}`,
        )
      }
    for (const change of trial.changes('vrrp', node, name)) {
      const { t, to } = change
      if (to !== 'MASTER') continue
      const isNear = ({ atNs }: Announcement): boolean => trial.isAt(change, atNs)
      findings.check(
        'advertisement',
        adverts.some(isNear),
        about,
        () => `MASTER at ${String(t)} ns, and no advertisement then`,
      )
      findings.check(
        'gratuitous ARP',
        claimed.some(isNear),
        about,
        () => `MASTER at ${String(t)} ns, and no gratuitous ARP then`,
      )
    }
  }
}

/** Those whose instance stands in a keepalived.conf of the plan, with what identifies them on the wire. */
export function routersOf(trial: Trial): readonly Router[] {
  return trial.plan.watch.virtualRouters.flatMap(({ node, name }) => {
    const files = trial.plan.build.filter((one) => one.op === 'file' && one.node === node)
    const text = files.map((file) => file.text ?? '').find((one) => one.includes(`vrrp_instance ${name} {`))
    const instance = text?.split(`vrrp_instance ${name} {`)[1]?.split(/^vrrp_/m)[0]
    const port = /^ *interface (\S+)$/m.exec(instance ?? '')?.[1]
    const vrid = /^ *virtual_router_id (\d+)$/m.exec(instance ?? '')?.[1]
    if (instance === undefined || port === undefined || vrid === undefined) return []
    const virtual = /virtual_ipaddress \{([^}]*)\}/.exec(instance)?.[1] ?? ''
    const virtualAddresses = [...virtual.matchAll(/^\s*([\d.]+)(?:\/\d+)?\b/gm)].flatMap(([, address]) => address ?? [])
    const isVirtual = /^ *use_vmac\b/m.test(instance)
    const virtualMac = isVirtual ? `00:00:5e:00:01:${Number(vrid).toString(16).padStart(2, '0')}` : null
    return [{ node, name, vrid, addresses: trial.addressesOf(node, port), virtualAddresses, virtualMac }]
  })
}
