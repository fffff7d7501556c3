/** BGP with a preferred path: local preference, prepending, communities. */
import { defineLab } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { triangle } from './own/triangle.ts'

const site = triangle('backup')

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
