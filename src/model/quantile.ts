/**
 * The quantile by nearest rank: the least value that at least so large a share of all is not above. It is always one of
 * the values, so that a trial can be named for it, and values that are no numbers can have one.
 * @param sorted ascending
 */
export const quantileOf = <Value>(sorted: ArrayLike<Value>, share: number): Value | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]

/** Of an even number the lower of the two in the middle; NaN of none. */
export const median = (values: readonly number[]): number =>
  quantileOf(
    values.toSorted((a, b) => a - b),
    0.5,
  ) ?? NaN
