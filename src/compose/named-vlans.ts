import type { NamedVlan } from '../model/vlans.ts'
import { VLAN } from './vlan.ts'
import { Parameters } from '../words/parameters.ts'

/** Printable, without spaces: names stand in pictures and in texts of faults. */
const NAME = /^[!-~]{1,32}$/

/**
 * VLANs by name, each 1 to 4094: what this returns may stand wherever the number of a VLAN may, and pictures and faults have its name.
 *
 *     const { servers, voice } = vlans({ servers: 10, voice: 20 })
 *     const site = dualHomedLag({ vlans: [servers, voice] })
 *     vlanMissing(site.host(1).leg1, voice)
 *
 * @throws BackhoeError with every bad name and number at once, and where two names have one number.
 */
export function vlans<const Name extends string>(
  numbers: Readonly<Record<Name, number>>,
): Readonly<Record<Name, NamedVlan>> {
  const parameters = new Parameters('vlans', numbers)
  const named = parameters.given().map((name): NamedVlan => {
    if (!NAME.test(name))
      parameters.problem('bad-name', `vlans has the name '${name}'`, {
        allowed: 'up to 32 printable characters without spaces',
      })
    return { vlan: parameters.integer(name, 1, VLAN), name }
  })
  for (const [at, { vlan, name }] of named.entries()) {
    const other = named.slice(0, at).find((one) => one.vlan === vlan)
    if (other !== undefined)
      parameters.problem(
        'duplicate-vlan',
        `vlans calls VLAN ${String(vlan)} ${other.name} and ${name}`,
        { allowed: 'one name each' },
        name,
      )
  }
  parameters.throwProblems()
  return Object.fromEntries(named.map((one) => [one.name, one])) as Record<Name, NamedVlan>
}
