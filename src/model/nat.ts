/** nft's words: whatever leaves by this interface has the interface's own address from then on. */
export const masquerading = (name: string): string =>
  `table ip nat { chain leaving { type nat hook postrouting priority srcnat; oifname "${name}" masquerade; }; }`
