#!/bin/sh
# internet of dual-uplink: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev a gso_max_segs 1
ip link set dev b gso_max_segs 1
ip link set dev remote gso_max_segs 1
ip link set dev a up
ip link set dev b up
ip link set dev remote up
ip address add 100.64.1.2/30 dev a
ip address add 100.64.2.2/30 dev b
ip address add 192.0.2.1/24 dev remote
ip route add 198.51.100.0/30 via 100.64.1.1
ip route add 203.0.113.0/30 via 100.64.2.1
