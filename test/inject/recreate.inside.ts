import { recreate, damage } from '../../src/inject/recreate.ts'
import { resolvePanel } from '../../src/inject/resolve.ts'
import { dumpLinks } from '../../src/linux/netlink/dump.ts'
import { deleteLink, veth } from '../../src/linux/netlink/link.ts'
import { Namespaces } from '../../src/linux/netns.ts'
import { WIRE } from '../../src/model/operation.ts'
import type { Half, Stitch } from '../../src/model/stitch.ts'
import type { Cable } from '../../src/model/topology.ts'
import { problemsOf } from '../problems.ts'

const half = (node: string, index: number): Half => ({
  at: { node, interface: 'eth1' },
  port: {
    name: 'eth1',
    mac: `02:00:00:00:00:0${String(index)}`,
    mtu: 1400,
    altNames: [`own-${node}`],
    index: 100 + index,
  },
  middle: {
    name: `m-${node}`,
    mac: null,
    mtu: 1400,
    altNames: [`own-m-${node}`, `stitch-${node}`],
    index: 200 + index,
  },
})

const stitch: Stitch = { cable: 'a:eth1--b:eth1', halves: [half('a', 1), half('b', 2)], qdisc: 'ingress' }
const plain: Cable = {
  name: 'a:eth2--b:eth2',
  a: { node: 'a', interface: 'eth2' },
  b: { node: 'b', interface: 'eth2' },
  role: 'link',
  risks: [],
}

/** Makes a cable from nothing, loses one of its halves, makes that again; and looks for the middle of one that has none. */
export default function () {
  const namespaces = new Namespaces()
  for (const ns of [WIRE, 'a', 'b']) namespaces.add(ns)
  const devices = () =>
    [WIRE, 'a', 'b'].map((ns) =>
      dumpLinks(namespaces.netlink(ns))
        .filter(({ kind }) => kind === 'veth')
        .map(({ name, index, mac, mtu, adminUp, altNames }) => ({
          ns,
          name,
          index,
          mac: ns === WIRE ? null : mac,
          mtu,
          adminUp,
          altNames,
        })),
    )
  const damages = [damage(namespaces, stitch)]
  recreate(namespaces, stitch)
  const made = devices()
  damages.push(damage(namespaces, stitch))
  namespaces.netlink('b').execute([{ message: deleteLink(102), text: 'delete b:eth1' }])
  damages.push(damage(namespaces, stitch))
  recreate(namespaces, stitch)
  damages.push(damage(namespaces, stitch))
  const again = devices()

  const end = (name: string, index: number) => ({ name, index, mac: `02:00:00:00:01:0${String(index)}` })
  const message = veth(end('eth2', 3), end('eth2', 4), namespaces.fd('b'))
  namespaces.netlink('a').execute([{ message, text: 'plain' }])
  return {
    damages,
    made,
    again,
    plain: problemsOf(() => {
      resolvePanel(namespaces, [plain], ['panel'], 'lab')
    }),
  }
}
