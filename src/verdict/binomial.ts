const SIGNIFICANCE = 0.05

/** P(X >= least) for X ~ Binomial(trials, p). */
export function atLeastProbability(least: number, trials: number, p: number): number {
  if (least <= 0) return 1
  let log = 0
  let sum = 0
  // From X = 0 upwards in logarithms, so that large counts do not underflow.
  for (let k = 0; k <= trials; k++) {
    if (k > 0) log += Math.log((trials - k + 1) / k)
    if (k >= least) sum += Math.exp(log + k * Math.log(p) + (trials - k) * Math.log1p(-p))
  }
  return Math.min(1, sum)
}

/** At 95 %: `under` of `trials` show that at least the share `quantile` lies under the bound. */
export const shows = (under: number, trials: number, quantile: number): boolean =>
  atLeastProbability(under, trials, quantile) <= SIGNIFICANCE

/** At 95 %: `over` of `trials` show that less than the share `quantile` lies under the bound. */
export const refutes = (over: number, trials: number, quantile: number): boolean =>
  1 - atLeastProbability(trials - over + 1, trials, quantile) <= SIGNIFICANCE

/** How many trials would show it, were there no more over the bound than `over`. */
export function trialsNeeded(over: number, quantile: number): number {
  let trials = over + 1
  while (!shows(trials - over, trials, quantile)) trials++
  return trials
}
