/** BGP of a data centre: peer groups, its defaults, equal paths. */
import { defineLab } from 'backhoe-lab'
import { linkSilent } from 'backhoe-lab/chaos'
import { triangle } from './own/triangle.ts'

const site = triangle('fabric')

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
