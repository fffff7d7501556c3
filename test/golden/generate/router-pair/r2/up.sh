#!/bin/sh
# r2 of router-pair: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev west gso_max_segs 1
ip link set dev east gso_max_segs 1
ip link set dev west up
ip link set dev east up
ip address add 10.1.21.2/24 dev west
ip address add 10.1.22.2/24 dev east
rm -f ./*.pid
rm -rf /run/backhoe/r2/frr
install -d -o frr /run/backhoe/r2/frr
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/r2/frr/zebra.pid -z /run/backhoe/r2/frr/zserv.api --vty_socket /run/backhoe/r2/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/r2/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/ospfd -u frr -g frr -f /backhoe/frr/ospfd.conf -i /run/backhoe/r2/frr/ospfd.pid -z /run/backhoe/r2/frr/zserv.api --vty_socket /run/backhoe/r2/frr -P 0 >ospfd.log 2>&1 &
