#!/bin/sh
# pb of dual-uplink: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev access gso_max_segs 1
ip link set dev up gso_max_segs 1
ip link set dev access up
ip link set dev up up
ip address add 203.0.113.1/30 dev access
ip address add 100.64.2.1/30 dev up
ip route add default via 100.64.2.2
