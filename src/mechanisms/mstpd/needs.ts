import type { Needs } from '../contract/needs.ts'

export const mstpdNeeds = {
  brings: {
    mstpd: { program: { name: 'mstpd', debianPackage: 'mstpd', since: 'Debian 14', versionOption: '-V' } },
    // A daemon may run the tree of a bridge in any network namespace.
    'user-stp': {},
  },
  needs: ['bridge', 'netem', 'mstpd', 'user-stp'],
} as const satisfies Needs
