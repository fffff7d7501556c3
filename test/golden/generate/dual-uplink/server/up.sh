#!/bin/sh
# server of dual-uplink: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev eth0 gso_max_segs 1
ip link set dev eth0 up
ip address add 10.0.1.102/24 dev eth0
ip address add 10.0.1.21/24 dev eth0
ip address add 10.0.1.22/24 dev eth0
ip route add default via 10.0.1.1
ip route add default table 1 via 10.0.1.11
ip route add default table 2 via 10.0.1.12
ip rule add pref 1000 to 10.0.1.0/24 table main
ip rule add pref 1001 from 10.0.1.21 table 1
ip rule add pref 1002 from 10.0.1.22 table 2
