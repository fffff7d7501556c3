#!/bin/sh
# core of campus-mlag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev wan gso_max_segs 1
ip link set dev lan gso_max_segs 1
ip link set dev wan up
ip link set dev lan up
ip address add 172.16.2.100/24 dev wan
ip address add 172.16.3.1/24 dev lan
ip route add 10.0.10.0/24 via 172.16.2.1
ip route add 10.0.20.0/24 via 172.16.2.2
