import { labTest, labTests, runLab } from 'backhoe-lab/vitest'
import { expect } from 'vitest'
import lab from './pair.lab.ts'

labTests(lab, { seed: 1 })

labTest('the pair is as fast as its timers, and ssh lives through it', async () => {
  const run = await runLab(lab, { seed: 1 })
  const cut = run.experiment('r1 loses its LAN cable')
  expect(run).toMeetItsTargets()
  expect(cut.flow('web')).toRecoverWithin('900ms')
  expect(cut.flow('web')).not.toRecoverWithin('200ms')
  expect(cut.flow('web')).toStayInsideItsWindow()
  expect(cut.session('ssh')).toSurvive()
})
