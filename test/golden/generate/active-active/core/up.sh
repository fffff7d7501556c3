#!/bin/sh
# core of active-active: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev wan gso_max_segs 1
ip link set dev lan gso_max_segs 1
ip link set dev wan up
ip link set dev lan up
ip address add 10.0.2.100/24 dev wan
ip address add 10.0.3.1/24 dev lan
ip route add 10.0.1.0/24 nexthop via 10.0.2.1 nexthop via 10.0.2.2
