import { callSite } from '../words/callsite.ts'
import type { NodeHandle } from '../model/handle.ts'
import { fail } from '../model/problem.ts'
import { didYouMean } from '../words/nearest.ts'
import type { NodeBuilder } from './node.ts'

/** Asked by await and JSON.stringify of any object. */
const ASKED_BY_THE_LANGUAGE = new Set(['then', 'toJSON'])
/** What a handle carries for Backhoe, and no lab asks for. */
const DATA_OF_A_HANDLE = new Set(['handle', 'node', 'probes', 'replicas', 'isVirtual', 'topology'])

/**
 * The same object, but asking it for a handle that it has not throws `unknown-handle` with the nearest name,
 * where the compiler did not look: labs are run without type checks. `of` is what people call it: `gatewayPair`.
 */
export function handles<Handles extends object>(of: string, object: Handles): Handles {
  return new Proxy(object, {
    get(target, name, receiver): unknown {
      if (typeof name === 'symbol' || name in target || ASKED_BY_THE_LANGUAGE.has(name))
        return Reflect.get(target, name, receiver)
      const known = Object.keys(target).filter((key) => !DATA_OF_A_HANDLE.has(key))
      const where = callSite()
      return fail({
        code: 'unknown-handle',
        what: `${of} has no '${name}'`,
        allowed:
          known.length === 0 ? 'nothing: it stands for itself, and its cables are handles of others' : known.join(', '),
        ...(where === undefined ? {} : { where }),
        ...didYouMean(name, known),
      })
    },
  })
}

/** What a generator returns of a built node, with handles of its own: `site.r1.lan`. */
export function nodeHandle<More extends object = object>(builder: NodeBuilder, more?: More): NodeHandle & More {
  return handles(builder.name, { handle: 'node', node: builder.node, ...more } as NodeHandle & More)
}

/** Item `position` of a list of handles, counted from 1; throws `unknown-handle` beyond its end. */
export function nth<Handle>(of: string, items: readonly Handle[], position: number): Handle {
  const item = items[position - 1]
  if (item !== undefined) return item
  const where = callSite()
  const close = Math.min(Math.max(1, Math.round(position)), items.length)
  return fail({
    code: 'unknown-handle',
    what: `there is no ${of}(${String(position)})`,
    allowed: items.length === 0 ? `none: there is no ${of} at all` : `${of}(1) to ${of}(${String(items.length)})`,
    ...(where === undefined ? {} : { where }),
    ...(close >= 1 ? { next: `did you mean ${of}(${String(close)})?` } : {}),
  })
}
