#!/bin/sh
# pb of dual-uplink-bgp-edges: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev access gso_max_segs 1
ip link set dev up gso_max_segs 1
ip link set dev access up
ip link set dev up up
ip address add 203.0.113.10/30 dev access
ip address add 203.0.113.13/30 dev up
rm -f ./*.pid
rm -rf /run/backhoe/pb/frr
install -d -o frr /run/backhoe/pb/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/pb/frr/zebra.pid -z /run/backhoe/pb/frr/zserv.api --vty_socket /run/backhoe/pb/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/pb/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/bgpd -u frr -g frr -f /backhoe/frr/bgpd.conf -i /run/backhoe/pb/frr/bgpd.pid -z /run/backhoe/pb/frr/zserv.api --vty_socket /run/backhoe/pb/frr -P 0 >bgpd.log 2>&1 &
