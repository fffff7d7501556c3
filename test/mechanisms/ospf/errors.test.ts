import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { told } from '../../told.ts'

/** What JavaScript, or a lab that nobody has type-checked, may hand over. */
const unchecked = (value: unknown): never => value as never

/** Two routers on a cable, and these with a third one and a host on a LAN. */
function site() {
  const net = compose('ospf')
  const nodes = {
    a: net.node('a', { role: 'router' }),
    b: net.node('b', { role: 'router' }),
    c: net.node('c', { role: 'router' }),
    host: net.node('host', { role: 'host' }),
  }
  const lan = net.node('switch', { role: 'switch' })
  Object.values(nodes).forEach((node, number) =>
    net.link(lan.port(node.name), node.port('lan', { addresses: [`10.0.0.${String(number + 1)}/24`] })),
  )
  lan.bridge('br0', { ports: Object.keys(nodes) })
  net.link(nodes.a.port('b', { addresses: ['10.0.1.1/24'] }), nodes.b.port('a', { addresses: ['10.0.1.2/24'] }))
  return { net, ...nodes }
}

const cases: Readonly<Record<string, () => unknown>> = {
  options: () => {
    const { net, a } = site()
    a.ospf({
      interfaces: {
        lan: { cost: 70_000, hello: '1500ms', dead: '1s', priority: 2, network: unchecked('nbma') },
        b: unchecked({ costs: 1 }),
      },
      routerId: 'a',
      area: unchecked('backbone'),
      authentication: 'a key of more than sixteen characters',
      spf: unchecked({ delay: '20m', holds: '1s' }),
    })
    net.build()
  },
  areas: () => {
    const { net, a, b, c } = site()
    const lan = { network: 'broadcast', priority: 0 } as const
    a.ospf({ interfaces: { lan: { ...lan, area: '0.0.0.1' }, b: { area: '0.0.0.2' } } })
    b.ospf({ interfaces: { lan: { ...lan, area: '0.0.0.1' }, a: { network: 'broadcast', area: '0.0.0.2' } } })
    c.ospf({ interfaces: { lan: { ...lan, area: '0.0.0.3' } } })
    net.build()
  },
  topology: () => {
    const { net, a, b, c, host } = site()
    a.ospf({ interfaces: { lan: {}, b: { hello: '1s', dead: '4s' } }, area: '0.0.0.1', authentication: 'secret' })
    b.ospf({ interfaces: { lan: {}, a: { hello: '2s' } }, routerId: '10.0.0.1', passive: ['lna'] })
    c.ospf({ interfaces: { lan: {} } })
    host.ospf({ interfaces: { lan: {} } })
    net.build()
  },
}

test.each(Object.entries(cases))('%s: every problem of ospf at once', async (name, body) => {
  await expect(told(body)).toMatchFileSnapshot(`../../golden/errors/ospf-${name}.txt`)
})
