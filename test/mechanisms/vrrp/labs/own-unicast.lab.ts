/** As in a cloud: unicast with a password, an uplink and a provider with weights, a startup delay. */
import { defineLab, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gateways } from './own/gateways.ts'

const site = gateways('own-unicast', { r1: fromFile('own/unicast-r1.conf'), r2: fromFile('own/unicast-r2.conf') })

export default defineLab({
  topology: site,
  traffic: { web: site.web },
  experiments: {
    cut: {
      fault: linkCut(site.wan),
      hold: '8s',
      trials: 4,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
