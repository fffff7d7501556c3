import { ownedBy } from '../../model/owned.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import { bfdWatch } from '../bfd/watch.ts'
import { bgpWatch } from '../bgp/watch.ts'
import { bondWatch } from '../bond/watch.ts'
import type { Ask, Sought, Watch } from '../contract/watch.ts'
import { lacpWatch } from '../lacp/watch.ts'
import { linkWatch } from '../link/watch.ts'
import { mlagWatch } from '../mlag/watch.ts'
import { openVSwitchWatch } from '../openvswitch/watch.ts'
import { ospfWatch } from '../ospf/watch.ts'
import { routeWatch } from '../route/watch.ts'
import { treeWatch } from '../stp/watch.ts'
import { vrrpWatch } from '../vrrp/watch.ts'

/** FIFOs are opened in this order. */
export const WATCHES: readonly Watch[] = [
  linkWatch,
  bondWatch,
  lacpWatch,
  vrrpWatch,
  treeWatch,
  openVSwitchWatch,
  mlagWatch,
  routeWatch,
  ospfWatch,
  bgpWatch,
  bfdWatch,
]

/** @throws BackhoeError (70) where no mechanism owns its kind */
export const askOf = (wait: NamedWait): Ask =>
  ownedBy(
    'wait',
    wait.wait,
    WATCHES.map(({ waits }) => waits),
  )

/** @throws BackhoeError (70) where no mechanism owns its kind, or where it cannot be seen on the wire */
export const soughtOf = (event: PhaseEvent): Sought =>
  ownedBy(
    'timer event',
    event.event,
    WATCHES.map(({ events }) => events),
  )(event)
