import type { Needs } from '../contract/needs.ts'

export const vrrpNeeds = {
  brings: {
    'vrrp-multicast': {},
    keepalived: { program: { name: 'keepalived', debianPackage: 'keepalived' } },
    ping: { program: { name: 'ping', debianPackage: 'iputils-ping', versionOption: '-V' } },
  },
  needs: ['vrrp-multicast', 'keepalived', 'ping'],
} as const satisfies Needs
