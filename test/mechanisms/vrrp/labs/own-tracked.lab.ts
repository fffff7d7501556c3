/** Three networks behind two routers; of one of them the file says what Backhoe does not know. */
import { compose, defineLab, flow, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const net = compose('own-tracked')
const router = (name: string) =>
  net.node(name, { role: 'router', files: { 'keepalived.conf': fromFile(`own/tracked-${name}.conf`) } })
const [r1, r2] = [router('r1'), router('r2')]

/** A station and both routers on a LAN of their own. */
function network(name: string, device: string, third: number) {
  const station = net.node(name, { role: 'host' })
  const sw = net.node(device, { role: 'switch' })
  const address = (last: number) => ({ addresses: [`10.0.${String(third)}.${String(last)}/24`] })
  net.link(station.port('eth0', address(10)), sw.port('eth1'))
  const cable = net.link(r1.port(device, address(11)), sw.port('eth2'))
  net.link(r2.port(device, address(12)), sw.port('eth3'))
  sw.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
  station.route('default', `10.0.${String(third)}.1`)
  return { station, cable }
}

const lan = network('host', 'lan', 1)
const mgmt = network('admin', 'mgmt', 3)
const dev = network('device', 'dev', 4)

export default defineLab({
  topology: { topology: net.build() },
  traffic: {
    web: flow(lan.station, dev.station, { streams: 2, rate: '100pps' }),
    ssh: flow(mgmt.station, dev.station, { streams: 2, rate: '100pps' }),
  },
  experiments: {
    cut: {
      fault: linkCut(mgmt.cable),
      hold: '8s',
      trials: 4,
      targets: { ssh: { outage: '< 4s' } },
    },
  },
})
