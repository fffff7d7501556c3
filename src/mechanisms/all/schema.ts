import { z } from 'zod'
import type { StateMatch } from '../../model/handle.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { WatchPlan } from '../../model/plan.ts'
import { bfdSchemas } from '../bfd/schema.ts'
import { bgpSchemas } from '../bgp/schema.ts'
import { bondSchemas } from '../bond/schema.ts'
import type { Schemas } from '../contract/schema.ts'
import { lacpSchemas } from '../lacp/schema.ts'
import { linkSchemas } from '../link/schema.ts'
import { ospfSchemas } from '../ospf/schema.ts'
import { routeSchemas } from '../route/schema.ts'
import { openVSwitchSchemas } from '../openvswitch/schema.ts'
import { treeSchemas } from '../stp/schema.ts'
import { vrrpSchemas } from '../vrrp/schema.ts'

export const SCHEMAS: readonly Schemas[] = [
  vrrpSchemas,
  bondSchemas,
  lacpSchemas,
  treeSchemas,
  openVSwitchSchemas,
  linkSchemas,
  routeSchemas,
  ospfSchemas,
  bgpSchemas,
  bfdSchemas,
]

type State = Schemas['states'][string]
type Wait = Schemas['waits'][string]

const states = SCHEMAS.flatMap((one) => Object.values(one.states)) as [State, ...State[]]
const waits = SCHEMAS.flatMap((one) => Object.values(one.waits)) as [Wait, ...Wait[]]
const watches = SCHEMAS.flatMap((one) => Object.keys(one.states)) as [string, ...string[]]
const watched = SCHEMAS.flatMap((one) => Object.entries(one.watched))

/** A kind of state that some mechanism records. */
export const watchSchema = z.enum(watches)

export const stateSchema = z.discriminatedUnion('watch', states) satisfies z.ZodType<StateMatch>

export const waitSchema = z.discriminatedUnion('wait', waits) as unknown as z.ZodType<NamedWait>

/** Of a mechanism that it does not know, what is watched is kept as it is. */
export const watchedSchema = z
  .object(Object.fromEntries(watched.map(([key, schema]) => [key, z.exactOptional(schema)])))
  .catchall(z.array(z.unknown())) as unknown as z.ZodType<WatchPlan>
