#!/bin/sh
# g2b of routed-campus: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev c1 gso_max_segs 1
ip link set dev c2 gso_max_segs 1
ip link set dev lan up
ip link set dev c1 up
ip link set dev c2 up
ip address add 10.0.2.12/24 dev lan
ip address add 10.2.21.1/24 dev c1
ip address add 10.2.22.1/24 dev c2
rm -f ./*.pid
rm -rf /run/backhoe/g2b/frr
install -d -o frr /run/backhoe/g2b/frr
keepalived -n -l -G -D -P -f /backhoe/keepalived.conf -p /backhoe/keepalived.pid -r /backhoe/vrrp.pid >keepalived.log 2>&1 &
/usr/lib/frr/zebra -u frr -g frr -f /backhoe/frr/zebra.conf -i /run/backhoe/g2b/frr/zebra.pid -z /run/backhoe/g2b/frr/zserv.api --vty_socket /run/backhoe/g2b/frr -P 0 >zebra.log 2>&1 &
sh -c 'until [ -S /run/backhoe/g2b/frr/zserv.api ]; do sleep 0.01; done; exec "$@"' sh /usr/lib/frr/ospfd -u frr -g frr -f /backhoe/frr/ospfd.conf -i /run/backhoe/g2b/frr/ospfd.pid -z /run/backhoe/g2b/frr/zserv.api --vty_socket /run/backhoe/g2b/frr -P 0 >ospfd.log 2>&1 &
