import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { told } from '../../told.ts'

test('every gateway that cannot be, at once', async () => {
  const body = (): unknown => {
    const net = compose('gateways')
    const a = net.node('a', { role: 'router' })
    const b = net.node('b', { role: 'router' })
    net.link(
      a.port('one', { addresses: ['10.0.1.1/24', '2001:db8::1/64'] }),
      b.port('one', { addresses: ['10.0.1.2/24'] }),
    )
    net.link(a.port('two', { addresses: ['10.0.2.1/31'] }), b.port('two', { addresses: ['10.0.2.0/31'] }))
    a.route('2001:db8:1::/64', '10.0.1.2').route('2001:db8:2::/64', ['10.0.1.2', '10.0.2.0'])
    a.route('2001:db8:3::/64', ['10.0.1.2', '10.0.2.0'], { group: 'mpath' })
    a.route('10.3.0.0/16', '2001:db8::2').route('10.4.0.0/16', ['10.0.1.2', '2001:db8::2'])
    a.route('default', ['10.0.1.2', '2001:db8::2']).route('2001:db8:5::/64', '2001:db8::2')
    a.route('10.6.0.0/16', '10.0.1.1').route('10.7.0.0/16', ['10.0.1.2', '10.0.2.1']).route('10.8.0.0/16', '10.0.2.0')
    a.route('2001:db8:9::/64', '2001:db8::1').route('10.10.0.0/16', '10.0.1.255')
    a.route('2001:db8:b::/64', '2001:db8:ff::2').route('2001:db8:c::/64', 'fe80::2')
    a.route('2001:db8:d::/64', 'fe80::2', { device: 'one' })
    return net.build()
  }
  await expect(told(body)).toMatchFileSnapshot('../../golden/errors/routes-gateways.txt')
})
