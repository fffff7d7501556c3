#!/bin/sh
# east of router-pair: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev r1 gso_max_segs 1
ip link set dev r2 gso_max_segs 1
ip link set dev lan up
ip link set dev r1 up
ip link set dev r2 up
ip address add 10.0.2.1/24 dev lan
ip address add 10.1.12.1/24 dev r1
ip address add 10.1.22.1/24 dev r2
rm -f ./*.pid
rm -rf /run/backhoe/east/frr
install -d -o frr /run/backhoe/east/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/east/frr/zebra.pid -z /run/backhoe/east/frr/zserv.api --vty_socket /run/backhoe/east/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/east/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/ospfd -u frr -g frr -f /backhoe/frr/ospfd.conf -i /run/backhoe/east/frr/ospfd.pid -z /run/backhoe/east/frr/zserv.api --vty_socket /run/backhoe/east/frr -P 0 >ospfd.log 2>&1 &
