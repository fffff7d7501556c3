import { expect, test } from 'vitest'
import { sysctlPath } from '../../src/inject/executor.ts'

test.each([
  ['net.ipv4.ip_forward', '/proc/sys/net/ipv4/ip_forward'],
  ['net/ipv4/conf/bond0.10/arp_ignore', '/proc/sys/net/ipv4/conf/bond0.10/arp_ignore'],
  ['net.ipv4.conf.bond0/10.arp_ignore', '/proc/sys/net/ipv4/conf/bond0.10/arp_ignore'],
])('%s is %s, as sysctl(8) has it', (key, path) => {
  expect(sysctlPath(key)).toBe(path)
})
