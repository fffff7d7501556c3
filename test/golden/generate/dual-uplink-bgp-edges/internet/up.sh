#!/bin/sh
# internet of dual-uplink-bgp-edges: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev a gso_max_segs 1
ip link set dev b gso_max_segs 1
ip link set dev lan up
ip link set dev a up
ip link set dev b up
ip address add 198.51.100.1/24 dev lan
ip address add 203.0.113.6/30 dev a
ip address add 203.0.113.14/30 dev b
rm -f ./*.pid
rm -rf /run/backhoe/internet/frr
install -d -o frr /run/backhoe/internet/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/internet/frr/zebra.pid -z /run/backhoe/internet/frr/zserv.api --vty_socket /run/backhoe/internet/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/internet/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/bgpd -u frr -g frr -f /backhoe/frr/bgpd.conf -i /run/backhoe/internet/frr/bgpd.pid -z /run/backhoe/internet/frr/zserv.api --vty_socket /run/backhoe/internet/frr -P 0 >bgpd.log 2>&1 &
