#!/bin/sh
# edge-b of dual-uplink-bgp-edges: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev wan-b gso_max_segs 1
ip link set dev edge gso_max_segs 1
ip link set dev wan-b up
ip link set dev edge up
ip address add 203.0.113.9/30 dev wan-b
ip address add 203.0.113.18/30 dev edge
rm -f ./*.pid
rm -rf /run/backhoe/edge-b/frr
install -d -o frr /run/backhoe/edge-b/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/edge-b/frr/zebra.pid -z /run/backhoe/edge-b/frr/zserv.api --vty_socket /run/backhoe/edge-b/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/edge-b/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/bgpd -u frr -g frr -f /backhoe/frr/bgpd.conf -i /run/backhoe/edge-b/frr/bgpd.pid -z /run/backhoe/edge-b/frr/zserv.api --vty_socket /run/backhoe/edge-b/frr -P 0 >bgpd.log 2>&1 &
