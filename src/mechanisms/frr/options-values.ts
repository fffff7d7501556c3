import { isIPv4 } from 'node:net'
import { parsePrefix } from '../../model/address.ts'

/** A number as FRR's grammar has it: `(1-65535)`. */
export const within = (word: string | undefined, min: number, max: number): boolean =>
  /^\d+$/.test(word ?? '') && Number(word) >= min && Number(word) <= max

/** BGP's numbers of systems: 0 is none (RFC 7607). */
export const isSystem = (word: string | undefined): boolean => within(word, 1, 2 ** 32 - 1)

/** 0.0.0.0 is FRR's word for none. */
export const isRouterId = (word: string): boolean => isIPv4(word) && word !== '0.0.0.0'

/** An IPv4 network with its prefix length. */
export const isNetwork = (word: string): boolean => parsePrefix(word)?.family === 4
