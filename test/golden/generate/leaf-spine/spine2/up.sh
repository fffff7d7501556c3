#!/bin/sh
# spine2 of leaf-spine: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev leaf1 gso_max_segs 1
ip link set dev leaf2 gso_max_segs 1
ip link set dev leaf1 up
ip link set dev leaf2 up
ip address add 10.0.1.10/30 dev leaf1
ip address add 10.0.2.10/30 dev leaf2
rm -f ./*.pid
rm -rf /run/backhoe/spine2/frr
install -d -o frr /run/backhoe/spine2/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/spine2/frr/zebra.pid -z /run/backhoe/spine2/frr/zserv.api --vty_socket /run/backhoe/spine2/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/spine2/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/bgpd -u frr -g frr -f /backhoe/frr/bgpd.conf -i /run/backhoe/spine2/frr/bgpd.pid -z /run/backhoe/spine2/frr/zserv.api --vty_socket /run/backhoe/spine2/frr -P 0 >bgpd.log 2>&1 &
