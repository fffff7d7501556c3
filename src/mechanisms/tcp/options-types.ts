/** Settings of TCP in the node's namespace: of every connection of the node that its program does not set otherwise. */
export interface TcpOptions {
  /**
   * `net.ipv4.tcp_retries2`, 0 to 255: a connection is given up once it has been sending again for as long as so many retransmissions
   * and one more would take that begin after 200 ms, each twice as long after the one before, at most 120 s: 3 s for 3, 12.6 s for 5,
   * 102.2 s for 8. Default: the kernel's, 15, which is 924.6 s.
   */
  readonly retries2?: number
  /** `net.ipv4.tcp_syn_retries`, 1 to 127: how often a SYN is repeated. Sessions give an attempt up sooner. Default: the kernel's, 6. */
  readonly synRetries?: number
}
