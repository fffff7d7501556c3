#!/bin/sh
# s2 of routed-campus: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev host gso_max_segs 1
ip link set dev g2a gso_max_segs 1
ip link set dev g2b gso_max_segs 1
ip link add dev br0 address 02:00:00:07:00:03 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev host master br0
ip link set dev g2a master br0
ip link set dev g2b master br0
ip link set dev host up
ip link set dev g2a up
ip link set dev g2b up
ip link set dev br0 up
