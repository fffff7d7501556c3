#!/bin/sh
# stack of redundant-switches-lag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev a1-m1 down
ip link set dev a1-m2 down
ip link set dev a2-m1 down
ip link set dev a2-m2 down
ip link set dev lo up
ip link set dev a1-m1 gso_max_segs 1
ip link set dev a1-m2 gso_max_segs 1
ip link add dev lag-a1 address 02:00:00:00:00:02 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 0
ip link set dev a1-m1 master lag-a1
ip link set dev a1-m2 master lag-a1
ip link set dev a2-m1 gso_max_segs 1
ip link set dev a2-m2 gso_max_segs 1
ip link add dev lag-a2 address 02:00:00:00:00:05 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 0
ip link set dev a2-m1 master lag-a2
ip link set dev a2-m2 master lag-a2
ip link set dev server1 gso_max_segs 1
ip link set dev server2 gso_max_segs 1
ip link add dev br0 address 02:00:00:00:00:08 type bridge forward_delay 0 stp_state 0 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip link set dev lag-a1 master br0
bridge vlan add dev lag-a1 vid 10
ip link set dev lag-a2 master br0
bridge vlan add dev lag-a2 vid 10
ip link set dev server1 master br0
bridge vlan add dev server1 vid 10
ip link set dev server2 master br0
bridge vlan add dev server2 vid 10
ip link set dev lag-a1 up
ip link set dev lag-a2 up
ip link set dev server1 up
ip link set dev server2 up
ip link set dev br0 up
