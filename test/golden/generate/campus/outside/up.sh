#!/bin/sh
# outside of campus: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev eth0 down
ip link set dev eth1 down
ip link set dev lo up
ip link set dev eth0 gso_max_segs 1
ip link set dev eth1 gso_max_segs 1
ip link add dev bond0 address 02:00:00:09:00:02 type bond mode active-backup miimon 100 updelay 0 downdelay 0 primary_reselect always
ip link set dev eth0 master bond0
ip link set dev eth1 master bond0
ip link set dev bond0 up
ip address add 172.16.2.100/24 dev bond0
ip route add 10.0.10.0/24 via 172.16.2.1
ip route add 10.0.20.0/24 via 172.16.2.2
