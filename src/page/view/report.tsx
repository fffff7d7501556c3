import { render } from 'preact'
import type { ReplayData } from '../data.ts'
import { unpack, type Packed } from '../pack.ts'
import { offerCopies } from './csv.ts'
import { Player } from './player.ts'
import { Replay } from './replay.tsx'

/** What the page holds as JSON becomes its replay. */
function start(): void {
  const [view, data] = [document.getElementById('replay-view'), document.getElementById('replay-data')]
  if (view === null || data === null) return
  const player = Player.of(unpack(JSON.parse(data.textContent) as Packed) as ReplayData, location.hash)
  if (player === null) {
    view.textContent = 'No trial has left anything to replay.'
    return
  }
  document.documentElement.classList.add('js')
  view.replaceChildren()
  render(<Replay player={player} />, view)
  player.run(matchMedia('(prefers-reduced-motion: reduce)').matches)
  player.bind()
  offerCopies()
  if (location.hash.startsWith('#experiment=')) document.getElementById('replay')?.scrollIntoView()
}

start()
