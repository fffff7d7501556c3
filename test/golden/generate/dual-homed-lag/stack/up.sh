#!/bin/sh
# stack of dual-homed-lag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev m1-h1 down
ip link set dev m2-h2 down
ip link set dev m1-s1 down
ip link set dev m2-s2 down
ip link set dev lo up
ip link set dev m1-h1 gso_max_segs 1
ip link set dev m2-h2 gso_max_segs 1
ip link set dev m1-s1 gso_max_segs 1
ip link set dev m2-s2 gso_max_segs 1
ip link add dev lag1 address 02:00:00:02:00:04 type bond mode 802.3ad miimon 100 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 0
ip link set dev m1-h1 master lag1
ip link set dev m2-h2 master lag1
ip link add dev lag2 address 02:00:00:02:00:05 type bond mode 802.3ad miimon 100 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 0
ip link set dev m1-s1 master lag2
ip link set dev m2-s2 master lag2
ip link add dev br0 address 02:00:00:02:00:06 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev lag1 master br0
ip link set dev lag2 master br0
ip link set dev lag1 up
ip link set dev lag2 up
ip link set dev br0 up
