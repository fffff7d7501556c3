#!/bin/sh
# a1 of redundant-switches-guarded: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev up1 gso_max_segs 1
ip link set dev up2 gso_max_segs 1
ip link set dev h1 gso_max_segs 1
ip link add dev br0 address 02:00:00:02:00:03 type bridge forward_delay 1500 hello_time 200 max_age 2000 stp_state 1 priority 32768 mcast_snooping 0
ip link set dev up1 master br0
ip link set dev up1 type bridge_slave cost 4 priority 32
ip link set dev up2 master br0
ip link set dev up2 type bridge_slave cost 4 priority 32
ip link set dev h1 master br0
ip link set dev h1 type bridge_slave cost 4 priority 32 guard on
ip link set dev up1 up
ip link set dev up2 up
ip link set dev h1 up
ip link set dev br0 up
