/**
 * Shape     two hosts and one cable; keepalived on one of them, by a configuration of the user's own, changes the MTU
 *           when the link fails, and nobody changes it back.
 * Question  is it noticed that the state after healing is not the one before the fault?
 * Answer    test/conformance/left-behind.guest.test.ts
 */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const CONFIGURATION = `
global_defs {
    script_user root
}
vrrp_instance LAN {
    state BACKUP
    interface eth0
    virtual_router_id 7
    priority 100
    virtual_ipaddress {
        10.9.0.100/24 dev eth0
    }
    notify_fault "/sbin/ip link set dev eth0 mtu 1400"
}
`

const net = compose('two-hosts')
const a = net.node('a', { role: 'router', files: { 'keepalived.conf': CONFIGURATION } })
const b = net.node('b', { role: 'server' })
const cable = net.link(a.port('eth0', { addresses: ['10.9.0.1/24'] }), b.port('eth0', { addresses: ['10.9.0.2/24'] }))

export default defineLab({
  topology: { topology: net.build() },
  traffic: { ping: flow(a, b, { streams: 1 }) },
  experiments: {
    cut: { fault: linkCut(cable), hold: '2s', recover: '1s', trials: 1, targets: { ping: { total: '< 1h' } } },
  },
})
