#!/bin/sh
# s1 of campus-mlag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev eth0 down
ip link set dev eth1 down
ip link set dev lo up
ip link set dev eth0 gso_max_segs 1
ip link set dev eth1 gso_max_segs 1
ip link add dev bond0 address 02:00:00:05:00:02 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 0
ip link set dev eth0 master bond0
ip link set dev eth1 master bond0
ip link set dev bond0 up
ip address add 10.0.10.201/24 dev bond0
ip route add default via 10.0.10.1
