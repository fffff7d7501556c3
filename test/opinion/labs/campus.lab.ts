import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { campus } from 'backhoe-lab/topologies'

const site = campus({ advertInterval: '200ms', hello: '1s', maxAge: '6s', forwardDelay: '4s' })

export default defineLab({
  topology: site,
  traffic: {
    'VLAN 10': flow(site.host(1), site.outside, { streams: 1, rate: '50pps' }),
    'VLAN 20': flow(site.host(2), site.outside, { streams: 2, rate: '50pps' }),
  },
  experiments: {
    'the gateway of VLAN 10 loses its LAN cable': {
      fault: linkCut(site.router(1).lan),
      hold: '3s',
      recover: '10s',
      settle: '1s',
      trials: 1,
      targets: { 'VLAN 10': { outage: '< 1s' } },
    },
  },
})
