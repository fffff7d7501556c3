/** The network of a VLAN, without its last number: VLAN 10 has 10.0.10, VLAN 300 has 10.1.44. */
export const networkOf = (vlan: number): string => `10.${String(vlan >> 8)}.${String(vlan & 255)}`
