import { ignoresDarkLinks, isMultipath } from '../../model/route.ts'
import type { Configure } from '../contract/configure.ts'
import { ECMP_HASH } from './data.ts'

export const routeConfigure: Configure = {
  files: () => ({}),
  daemons: () => [],
  sysctls: (node) => ({
    ...(isMultipath(node) ? ECMP_HASH : {}),
    // Devices take it from `default`.
    ...(ignoresDarkLinks(node) ? { 'net.ipv4.conf.default.ignore_routes_with_linkdown': '1' } : {}),
  }),
}
