import type { DurationText } from '../../model/time.ts'

/** BFD (RFC 5880) with every neighbour of the router's OSPF and BGP, run by FRR. */
export interface BfdOptions {
  /** Time between two packets, both ways, whole milliseconds, 50 ms to 60 s; the longer one of both ends counts (RFC 5880 6.8.7). Default '300ms'. */
  readonly interval?: DurationText
  /** Packets in a row that are lost until a neighbour declares this router dead, 2 to 255 (RFC 5880 6.8.4). Default 3. */
  readonly multiplier?: number
}
