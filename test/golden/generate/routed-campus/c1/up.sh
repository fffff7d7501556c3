#!/bin/sh
# c1 of routed-campus: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev peer gso_max_segs 1
ip link set dev g1a gso_max_segs 1
ip link set dev g1b gso_max_segs 1
ip link set dev g2a gso_max_segs 1
ip link set dev g2b gso_max_segs 1
ip link set dev peer up
ip link set dev g1a up
ip link set dev g1b up
ip link set dev g2a up
ip link set dev g2b up
ip address add 10.200.0.1/24 dev peer
ip address add 10.1.11.2/24 dev g1a
ip address add 10.1.21.2/24 dev g1b
ip address add 10.2.11.2/24 dev g2a
ip address add 10.2.21.2/24 dev g2b
rm -f ./*.pid
rm -rf /run/backhoe/c1/frr
install -d -o frr /run/backhoe/c1/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/c1/frr/zebra.pid -z /run/backhoe/c1/frr/zserv.api --vty_socket /run/backhoe/c1/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/c1/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/ospfd -u frr -g frr -f /backhoe/frr/ospfd.conf -i /run/backhoe/c1/frr/ospfd.pid -z /run/backhoe/c1/frr/zserv.api --vty_socket /run/backhoe/c1/frr -P 0 >ospfd.log 2>&1 &
