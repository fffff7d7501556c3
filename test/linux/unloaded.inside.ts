import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const ASKED = '/tmp/asked'

/** What the kernel asks modprobe for when nobody, root of a user namespace only, wants a link and a qdisc of kinds that it has not. */
export default function (): string {
  writeFileSync('/tmp/modprobe', `#!/bin/sh\necho "$@" >> ${ASKED}\n`, { mode: 0o755 })
  writeFileSync('/proc/sys/kernel/modprobe', '/tmp/modprobe')
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', 'unshare', '--user', '--map-root-user', '--net']
  const wanted = [
    'ip link add one type veth peer name two',
    'ip link add x type backhoe',
    'tc qdisc add dev one root sfb',
  ]
  spawnSync('setpriv', [...nobody, 'sh', '-c', wanted.join('; ')])
  return existsSync(ASKED) ? readFileSync(ASKED, 'utf8') : ''
}
