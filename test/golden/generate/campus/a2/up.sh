#!/bin/sh
# a2 of campus: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev up1 gso_max_segs 1
ip link set dev up2 gso_max_segs 1
ip link set dev h1 gso_max_segs 1
ip link set dev h2 gso_max_segs 1
ip link set dev s1 gso_max_segs 1
ip link add dev br0 address 02:00:00:03:00:05 type bridge forward_delay 1500 hello_time 200 max_age 2000 stp_state 1 priority 32768 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip link set dev up1 master br0
bridge vlan add dev up1 vid 10
bridge vlan add dev up1 vid 20
ip link set dev up1 type bridge_slave cost 4 priority 32
ip link set dev up2 master br0
bridge vlan add dev up2 vid 10
bridge vlan add dev up2 vid 20
ip link set dev up2 type bridge_slave cost 4 priority 32
ip link set dev h1 master br0
bridge vlan add dev h1 vid 10 pvid untagged
ip link set dev h1 type bridge_slave cost 4 priority 32 guard on
ip link set dev h2 master br0
bridge vlan add dev h2 vid 20 pvid untagged
ip link set dev h2 type bridge_slave cost 4 priority 32 guard on
ip link set dev s1 master br0
bridge vlan add dev s1 vid 10 pvid untagged
ip link set dev s1 type bridge_slave cost 4 priority 32 guard on
ip link set dev up1 up
ip link set dev up2 up
ip link set dev h1 up
ip link set dev h2 up
ip link set dev s1 up
ip link set dev br0 up
