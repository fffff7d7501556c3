import type { Player } from './player.ts'

const ACTIONS: Readonly<Record<string, (player: Player) => void>> = {
  ' ': (player) => {
    player.play()
  },
  ',': (player) => {
    player.toEvent(-1)
  },
  '.': (player) => {
    player.toEvent(1)
  },
  '[': (player) => {
    player.toTrial(-1)
  },
  ']': (player) => {
    player.toTrial(1)
  },
  f: (player) => {
    player.turn()
  },
  '+': (player) => {
    player.zoomBy(0.5)
  },
  '=': (player) => {
    player.zoomBy(0.5)
  },
  '-': (player) => {
    player.zoomBy(2)
  },
  '<': (player) => {
    player.panBy(-0.25)
  },
  '>': (player) => {
    player.panBy(0.25)
  },
  '0': (player) => (player.zoom.value = null),
  Home: (player) => {
    player.pick(player.stage.value.whole.fromNs)
  },
  End: (player) => {
    player.pick(player.stage.value.whole.toNs)
  },
}

/** For people, in the order in which they are learned. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['space', 'play'],
  [', .', 'event'],
  ['[ ]', 'trial'],
  ['f', 'direction'],
  ['+ − 0', 'zoom'],
  ['< >', 'move the axis'],
  ['Home End', 'ends'],
]

/** Keys act while the focus is inside of the replay, and where the element that has it does not need them itself. */
export function onKey(event: KeyboardEvent, player: Player): void {
  const action = ACTIONS[event.key]
  const { target } = event
  if (action === undefined || event.ctrlKey || event.altKey || event.metaKey || !(target instanceof Element)) return
  if (target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== 'range')) return
  if (event.key === ' ' && (target instanceof HTMLButtonElement || target.tagName === 'SUMMARY')) return
  event.preventDefault()
  action(player)
}
