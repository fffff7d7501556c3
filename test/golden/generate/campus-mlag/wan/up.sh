#!/bin/sh
# wan of campus-mlag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev r1 gso_max_segs 1
ip link set dev r2 gso_max_segs 1
ip link set dev core gso_max_segs 1
ip link add dev br0 address 02:00:00:05:00:03 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev r1 master br0
ip link set dev r2 master br0
ip link set dev core master br0
ip link set dev r1 up
ip link set dev r2 up
ip link set dev core up
ip link set dev br0 up
