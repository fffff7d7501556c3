/** As Debian ships it: version 2, a password, addresses without a length, a sync group. */
import { defineLab, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gateways } from './own/gateways.ts'

const site = gateways('own-classic', { r1: fromFile('own/classic-r1.conf'), r2: fromFile('own/classic-r2.conf') })

export default defineLab({
  topology: site,
  traffic: { web: site.web },
  experiments: {
    cut: {
      fault: linkCut(site.lan),
      hold: '8s',
      trials: 4,
      targets: { web: { outage: '< 4s' } },
    },
  },
})
