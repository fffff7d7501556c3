import { faultsOfACable, ONE_OF_EACH } from './cable.ts'

// A second of the lab is a second of the test.
faultsOfACable([
  { kernel: 'uml', runtime: 'netns', ...ONE_OF_EACH, lateMs: 150 },
  // What this machine's own kernel has not, is unknown.
  { kernel: 'host', runtime: 'netns', ...ONE_OF_EACH, lateMs: 150 },
])
