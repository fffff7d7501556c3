import { watchedOpenVSwitches } from '../stp/data-kinds.ts'
import type { Text } from '../contract/text.ts'

export const openVSwitchText: Text = {
  watched: (watch) =>
    watchedOpenVSwitches(watch).map((node) => `spanning-tree state and role of every port of Open vSwitch on ${node}`),
  states: {},
  waits: {},
  events: {},
}
