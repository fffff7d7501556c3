/**
 * Shape     a campus of 40 nodes.
 * Question  how fast does it go?
 * Answer    docs/benchmarks.md
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { campus } from 'backhoe-lab/topologies'

const site = campus({ access: 8, hosts: 24, hello: '1s', maxAge: '6s', forwardDelay: '4s' })

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host(1), site.outside, { streams: 4, rate: '100pps' }) },
  experiments: {
    'a host loses its active leg': {
      fault: linkCut(site.host(1).activeLeg),
      hold: '5s',
      recover: '10s',
      trials: 20,
      targets: { app: { outage: '< 200ms' } },
    },
  },
})
