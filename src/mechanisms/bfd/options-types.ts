import type { DurationText } from '../../model/time.ts'

/** Timers of BFD (RFC 5880), as a node or a whole generator takes them. */
export interface BfdTimers {
  /** Time between two packets, both ways, whole milliseconds, 50 ms to 60 s; the longer one of both ends counts (RFC 5880 6.8.7). Default '300ms'. */
  readonly interval?: DurationText
  /** Packets in a row that are lost until a neighbour declares this router dead, 2 to 255 (RFC 5880 6.8.4). Default 3. */
  readonly multiplier?: number
  /**
   * Echo (RFC 5880 6.4): packets that come back through the neighbour's kernel, with so much time between two of them, whole milliseconds,
   * 10 ms to 60 s; the longer one of both ends counts. A neighbour that has none back by `multiplier` of them is lost, too. Default: none.
   */
  readonly echo?: DurationText
}

/**
 * BFD (RFC 5880) with every neighbour of the router's OSPF and BGP, run by FRR; or with the gateways of its routes that have `bfd`, run by
 * BIRD.
 */
export interface BfdOptions extends BfdTimers {
  /** IPv4 addresses of further neighbours, which track routes by this node while it tracks none by them. Default: none. */
  readonly neighbours?: readonly string[]
}
