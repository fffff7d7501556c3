/** First bytes of a connection. Client: its session's token. Server: who it is, and how many bytes of the session it has. */
export interface Greeting {
  /** Another one: the server has restarted. */
  readonly bootNonce: string
  readonly connectionNonce: string
  readonly counter: number
}

export const TOKEN_BYTES = 8
export const GREETING_BYTES = 24

export function encodeGreeting({ bootNonce, connectionNonce, counter }: Greeting): Buffer {
  const buffer = Buffer.alloc(GREETING_BYTES)
  buffer.write(bootNonce, 0, 'hex')
  buffer.write(connectionNonce, 8, 'hex')
  buffer.writeDoubleLE(counter, 16)
  return buffer
}

export const decodeGreeting = (buffer: Buffer): Greeting => ({
  bootNonce: buffer.toString('hex', 0, 8),
  connectionNonce: buffer.toString('hex', 8, 16),
  counter: buffer.readDoubleLE(16),
})

/** Eight bytes as hexadecimal, from a seeded random. */
export const nonce = (random: () => number): string =>
  [random(), random()]
    .map((value) =>
      Math.floor(value * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
