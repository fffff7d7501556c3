#!/bin/sh
# edge of dual-uplink-bgp-edges: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev wan-a gso_max_segs 1
ip link set dev edge-b gso_max_segs 1
ip link set dev lan up
ip link set dev wan-a up
ip link set dev edge-b up
ip address add 192.0.2.1/24 dev lan
ip address add 203.0.113.1/30 dev wan-a
ip address add 203.0.113.17/30 dev edge-b
rm -f ./*.pid
rm -rf /run/backhoe/edge/frr
install -d -o frr /run/backhoe/edge/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/edge/frr/zebra.pid -z /run/backhoe/edge/frr/zserv.api --vty_socket /run/backhoe/edge/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/edge/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/bgpd -u frr -g frr -f /backhoe/frr/bgpd.conf -i /run/backhoe/edge/frr/bgpd.pid -z /run/backhoe/edge/frr/zserv.api --vty_socket /run/backhoe/edge/frr -P 0 >bgpd.log 2>&1 &
