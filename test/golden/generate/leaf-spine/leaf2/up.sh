#!/bin/sh
# leaf2 of leaf-spine: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev spine1 gso_max_segs 1
ip link set dev spine2 gso_max_segs 1
ip link set dev lan up
ip link set dev spine1 up
ip link set dev spine2 up
ip address add 10.1.2.1/24 dev lan
ip address add 10.0.2.5/30 dev spine1
ip address add 10.0.2.9/30 dev spine2
rm -f ./*.pid
rm -rf /run/backhoe/leaf2/frr
install -d -o frr /run/backhoe/leaf2/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/leaf2/frr/zebra.pid -z /run/backhoe/leaf2/frr/zserv.api --vty_socket /run/backhoe/leaf2/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/leaf2/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/bgpd -u frr -g frr -f /backhoe/frr/bgpd.conf -i /run/backhoe/leaf2/frr/bgpd.pid -z /run/backhoe/leaf2/frr/zserv.api --vty_socket /run/backhoe/leaf2/frr -P 0 >bgpd.log 2>&1 &
