/** Version 3 at four advertisements a second, each instance tracks the other interface, no preemption. */
import { defineLab, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gateways } from './own/gateways.ts'

const site = gateways('own-fast', { r1: fromFile('own/fast-r1.conf'), r2: fromFile('own/fast-r2.conf') })

export default defineLab({
  topology: site,
  traffic: { web: site.web },
  experiments: {
    cut: {
      fault: linkCut(site.lan),
      hold: '8s',
      trials: 4,
      targets: { web: { outage: '< 1s' } },
    },
  },
})
