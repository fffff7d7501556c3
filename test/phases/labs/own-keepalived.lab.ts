/** A VRRP pair by a `keepalived.conf` of one's own that says what theory does not know. */
import { compose, defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const instance = (name: string, device: string, vrid: number, priority: number, address: string): string => `
vrrp_instance ${name} {
    state BACKUP
    version 3
    interface ${device}
    virtual_router_id ${String(vrid)}
    priority ${String(priority)}
    advert_int 1
    notify_master /bin/true
    virtual_ipaddress {
        ${address} dev ${device}
    }
}
`

const conf = (priority: number): string => `global_defs {
    script_user root
    vrrp_notify_fifo {dir}/vrrp.fifo
}
vrrp_sync_group GATEWAY {
    group {
        LAN
        WAN
    }
}
${instance('LAN', 'lan', 51, priority, '10.0.1.1/24')}${instance('WAN', 'wan', 52, priority, '10.0.2.1/24')}`

const net = compose('own-keepalived')
const host = net.node('host', { role: 'host' })
const server = net.node('server', { role: 'server' })
const lan = net.node('lan', { role: 'switch' })
const wan = net.node('wan', { role: 'switch' })
const r1 = net.node('r1', { role: 'router', files: { 'keepalived.conf': conf(150) } })
const r2 = net.node('r2', { role: 'router', files: { 'keepalived.conf': conf(100) } })
net.link(host.port('eth0', { addresses: ['10.0.1.10/24'] }), lan.port('eth1'))
const lan1 = net.link(r1.port('lan', { addresses: ['10.0.1.11/24'] }), lan.port('eth2'))
net.link(r2.port('lan', { addresses: ['10.0.1.12/24'] }), lan.port('eth3'))
net.link(r1.port('wan', { addresses: ['10.0.2.11/24'] }), wan.port('eth2'))
net.link(r2.port('wan', { addresses: ['10.0.2.12/24'] }), wan.port('eth3'))
net.link(server.port('eth0', { addresses: ['10.0.2.20/24'] }), wan.port('eth1'))
for (const one of [lan, wan]) one.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
host.route('default', '10.0.1.1').probe('10.0.1.10')
server.route('default', '10.0.2.1').probe('10.0.2.20')

export default defineLab({
  topology: { topology: net.build() },
  traffic: { web: flow(host, server, { streams: 2, rate: '100pps' }) },
  experiments: {
    cut: {
      fault: linkCut(lan1),
      settle: '500ms',
      hold: '5s',
      recover: '200ms',
      trials: 20,
      targets: { web: { outage: '< 3.2s' } },
    },
  },
})
