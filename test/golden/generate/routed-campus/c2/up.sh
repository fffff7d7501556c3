#!/bin/sh
# c2 of routed-campus: run once, when its interfaces are there.
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
ip address add 10.200.0.2/24 dev peer
ip address add 10.1.12.2/24 dev g1a
ip address add 10.1.22.2/24 dev g1b
ip address add 10.2.12.2/24 dev g2a
ip address add 10.2.22.2/24 dev g2b
rm -f ./*.pid
rm -rf /run/backhoe/c2/frr
install -d -o frr /run/backhoe/c2/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/c2/frr/zebra.pid -z /run/backhoe/c2/frr/zserv.api --vty_socket /run/backhoe/c2/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/c2/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/ospfd -u frr -g frr -f /backhoe/frr/ospfd.conf -i /run/backhoe/c2/frr/ospfd.pid -z /run/backhoe/c2/frr/zserv.api --vty_socket /run/backhoe/c2/frr -P 0 >ospfd.log 2>&1 &
