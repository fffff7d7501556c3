/** Instances in files of their own, a ping as a tracked script. */
import { defineLab, fromFile } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { gateways } from './own/gateways.ts'

const site = gateways('own-included', { r1: fromFile('own/included-r1.conf'), r2: fromFile('own/included-r2.conf') })

export default defineLab({
  topology: site,
  traffic: { web: site.web },
  experiments: {
    silent: {
      fault: linkSilent(site.wan),
      hold: '8s',
      trials: 4,
      targets: { web: { outage: '< 8s' } },
    },
  },
})
