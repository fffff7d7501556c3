import { seconds, type Ns } from './time.ts'

/**
 * A full gate passes this long after the first packet at the earliest. A neighbour entry made from a request that was
 * heard is confirmed 5 s after its first use (net.ipv4.neigh.default: delay_first_probe_time), and then holds for 15 s at
 * least. A one-way fault just then would fail it, and be blamed for it.
 */
export const CONFIRMED_NS: Ns = seconds(6)
