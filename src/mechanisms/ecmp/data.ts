/**
 * How a router with several gateways hashes: addresses, protocol and ports as they are in the packet. Policy 1 would take the sender's own
 * hash where no real cable has lost it, and TCP changes that with each retransmission (sk_rethink_txhash).
 */
export const ECMP_HASH: Readonly<Record<string, string>> = {
  'net.ipv4.fib_multipath_hash_policy': '3',
  'net.ipv4.fib_multipath_hash_fields': '55',
}
