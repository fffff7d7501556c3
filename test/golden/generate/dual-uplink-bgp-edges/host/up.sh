#!/bin/sh
# host of dual-uplink-bgp-edges: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev eth0 gso_max_segs 1
ip link set dev eth0 up
ip address add 192.0.2.101/24 dev eth0
ip route add default via 192.0.2.1
