import type { Needs } from '../contract/needs.ts'

export const openVSwitchNeeds = {
  brings: {
    openvswitch: { program: { name: 'ovs-vswitchd', debianPackage: 'openvswitch-switch' } },
    // Where tap devices come from: the bridges of its datapath in user space.
    tun: { modules: ['tun'] },
  },
  needs: ['openvswitch', 'tun'],
} as const satisfies Needs
