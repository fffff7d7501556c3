#!/bin/sh
# a2 of redundant-switches-lag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev up1 down
ip link set dev up2 down
ip link set dev lo up
ip link set dev up1 gso_max_segs 1
ip link set dev up2 gso_max_segs 1
ip link add dev bond0 address 02:00:00:02:00:02 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 0
ip link set dev up1 master bond0
ip link set dev up2 master bond0
ip link set dev h2 gso_max_segs 1
ip link add dev br0 address 02:00:00:02:00:04 type bridge forward_delay 0 stp_state 0 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip link set dev bond0 master br0
bridge vlan add dev bond0 vid 10
ip link set dev h2 master br0
bridge vlan add dev h2 vid 10
ip link set dev bond0 up
ip link set dev h2 up
ip link set dev br0 up
