import type { Configure } from '../contract/configure.ts'
import { frrConfigure } from '../frr/configure.ts'
import { bfdConfigure } from '../bfd/configure.ts'
import { bgpConfigure } from '../bgp/configure.ts'
import { birdConfigure } from '../bird/configure.ts'
import { mstpdConfigure } from '../mstpd/configure.ts'
import { openVSwitchConfigure } from '../openvswitch/configure.ts'
import { ospfConfigure } from '../ospf/configure.ts'
import { routeConfigure } from '../route/configure.ts'
import { tcpConfigure } from '../tcp/configure.ts'
import { vrrpConfigure } from '../vrrp/configure.ts'

/** Files are written and programs start in this order: switches first, then what sends over them. */
export const CONFIGURES: readonly Configure[] = [
  routeConfigure,
  tcpConfigure,
  openVSwitchConfigure,
  mstpdConfigure,
  vrrpConfigure,
  frrConfigure,
  ospfConfigure,
  bgpConfigure,
  bfdConfigure,
  birdConfigure,
]
