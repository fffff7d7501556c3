#!/bin/sh
# sw1 of separated-networks: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev service1 gso_max_segs 1
ip link set dev mgmt2 gso_max_segs 1
ip link set dev service3 gso_max_segs 1
ip link set dev mgmt4 gso_max_segs 1
ip link set dev mgmt5 gso_max_segs 1
ip link add dev br0 address 02:00:00:03:00:05 type bridge forward_delay 0 stp_state 0 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip link set dev service1 master br0
bridge vlan add dev service1 vid 10 pvid untagged
ip link set dev mgmt2 master br0
bridge vlan add dev mgmt2 vid 20 pvid untagged
ip link set dev service3 master br0
bridge vlan add dev service3 vid 10 pvid untagged
ip link set dev mgmt4 master br0
bridge vlan add dev mgmt4 vid 20 pvid untagged
ip link set dev mgmt5 master br0
bridge vlan add dev mgmt5 vid 20 pvid untagged
ip link set dev service1 up
ip link set dev mgmt2 up
ip link set dev service3 up
ip link set dev mgmt4 up
ip link set dev mgmt5 up
ip link set dev br0 up
