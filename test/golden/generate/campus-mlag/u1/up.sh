#!/bin/sh
# u1 of campus-mlag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev x1 down
ip link set dev x2 down
ip link set dev lo up
ip link set dev x1 gso_max_segs 1
ip link set dev x2 gso_max_segs 1
ip link add dev lag address 02:00:00:06:00:02 type bond mode 802.3ad miimon 100 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 0
ip link set dev x1 master lag
ip link set dev x2 master lag
ip link set dev outside gso_max_segs 1
ip link set dev r1 gso_max_segs 1
ip link add dev br0 address 02:00:00:06:00:03 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev lag master br0
ip link set dev outside master br0
ip link set dev r1 master br0
ip link set dev lag up
ip link set dev outside up
ip link set dev r1 up
ip link set dev br0 up
