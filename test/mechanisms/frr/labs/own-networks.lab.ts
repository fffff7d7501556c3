/** OSPF as people write it: networks, passive by default, a key, a reference bandwidth, slow calculations. */
import { defineLab } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { triangle } from './own/triangle.ts'

const site = triangle('networks')

export default defineLab({
  topology: site,
  traffic: { web: site.web },
  experiments: {
    silent: {
      fault: linkSilent(site.direct),
      hold: '15s',
      recover: '20s',
      trials: 4,
      targets: { web: { outage: '< 9s' } },
    },
  },
})
