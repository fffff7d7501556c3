/** Images of distributions and tools that configure nothing by themselves. */
const IDLE_IMAGES =
  /^(alpine|debian|ubuntu|busybox|centos|fedora|rockylinux|almalinux|netshoot|network-multitool|backhoe-node)$/

/** First processes that do nothing to a network. */
const IDLE_COMMANDS =
  /^(sleep|tail|cat|tini|\/sbin\/tini|(\/(usr\/)?bin\/)?(sh|bash|ash))\b(?!.*\b(ip|ifup|ifconfig|route|sysctl|keepalived|vtysh|zebra|brctl|nft|iptables|tc|bridge|source|\.\/)\b)/

/** Does a container of this image configure nothing but what its file says? */
export const isIdleImage = (image: string | null, entrypoint: string | null, command: string | null): boolean =>
  IDLE_COMMANDS.test(entrypoint ?? '') ||
  (entrypoint === null && IDLE_COMMANDS.test(command ?? '')) ||
  (entrypoint === null && command === null && IDLE_IMAGES.test(nameOf(image ?? '')))

/** The name of an image whose own first process runs, without registry and version; null: another one does. */
export const ownImage = (image: string | null, entrypoint: string | null, command: string | null): string | null =>
  entrypoint === null && command === null && image !== null ? nameOf(image) : null

/** `ghcr.io/srl-labs/network-multitool:latest` is network-multitool. */
const nameOf = (image: string): string => image.replace(/@.*/, '').split('/').at(-1)?.replace(/:.*/, '') ?? ''
