/** What containerlab calls both ends of a cable until they are in their nodes: genRandomIfName in links/link.go. */
export const isUnplaced = (name: string): boolean => /^clab-[0-9a-f]{8}$/.test(name)
