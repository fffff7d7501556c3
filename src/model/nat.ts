/** nft's words: whatever leaves by this interface has the interface's own address from then on. */
export const masquerading = (name: string): string =>
  `table ip nat { chain leaving { type nat hook postrouting priority srcnat; oifname "${name}" masquerade; }; }`

/** What comes in by this interface for its address goes on to the other one; answers come from the first again. */
export const publishing = (name: string, address: string, to: string): string =>
  `table ip nat { chain entering { type nat hook prerouting priority dstnat; iifname "${name}" ip daddr ${address} dnat to ${to}; }; }`
