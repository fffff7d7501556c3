import type { ContainerlabPlan, Plan } from '../model/plan.ts'

/** What can be done to the cables of a lab that runs already: a line for each kind, with all that are of it. */
export function attachedCables(cables: Plan['cables'], runtime: ContainerlabPlan): string[] {
  const named = (where: 'panel' | 'ends'): string =>
    cables.flatMap(({ name }, number) => (runtime.cables[number] === where ? [name] : [])).join(', ')
  const [middle, ends] = [named('panel'), named('ends')]
  return [
    ...(middle === '' ? [] : [`cut, flap, silent, impair: ${middle}`]),
    ...(ends === '' ? [] : [`silent, impair, at the nodes’ ends of a plain veth: ${ends}`]),
  ]
}
