import { compose, type CableHandle, type FileText, type NodeHandle, type Site } from 'backhoe-lab'

/** A host as its own files configure it: its ports, the first of which is cut. */
export interface OwnHost {
  readonly ports: readonly [string, string]
  readonly files: Readonly<Record<string, FileText>>
  /** Both cables end in a LAG of the first switch: by LACP or static. Default: one at each switch. */
  readonly lag?: '802.3ad' | 'balance-xor'
}

export interface Hosts<Name extends string> extends Site {
  readonly server: NodeHandle
  readonly hosts: Readonly<Record<Name, NodeHandle & { readonly leg: CableHandle }>>
}

/** Hosts with two legs each, two switches, and a server in LAN 10.0.0.0/24 and in VLAN 10, 10.0.10.0/24. */
export function hosts<Name extends string>(name: string, all: Readonly<Record<Name, OwnHost>>): Hosts<Name> {
  const net = compose(name)
  const server = net.node('server', { role: 'server' })
  const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
  const ports: [string[], string[]] = [['up', 'peer'], ['peer']]
  net.link(server.port('eth0', { addresses: ['10.0.0.254/24'] }), sw1.port('up'))
  server.vlan('eth0.10', { parent: 'eth0', vlan: 10, addresses: ['10.0.10.254/24'] })
  net.link(sw1.port('peer'), sw2.port('peer'))
  const built = Object.entries<OwnHost>(all).map(
    ([
      host,
      {
        ports: [first, second],
        files,
        lag,
      },
    ]) => {
      const node = net.node(host, { role: 'host', files })
      const other = lag === undefined ? sw2 : sw1
      const leg = net.link(node.port(first), sw1.port(`${host}-1`))
      net.link(node.port(second), other.port(`${host}-2`))
      if (lag === undefined) {
        ports[0].push(`${host}-1`)
        ports[1].push(`${host}-2`)
      } else {
        const members = [`${host}-1`, `${host}-2`]
        sw1.bond(`po-${host}`, {
          mode: lag,
          members,
          hash: 'layer3+4',
          ...(lag === '802.3ad' ? { lacpRate: 'fast' } : {}),
        })
        ports[0].push(`po-${host}`)
      }
      return [host, Object.assign(node, { leg })] as const
    },
  )
  sw1.bridge('br0', { ports: ports[0] })
  sw2.bridge('br0', { ports: ports[1] })
  const topology = net.build()
  return { topology, server, hosts: Object.fromEntries(built) as unknown as Hosts<Name>['hosts'] }
}
