#!/bin/sh
# sw of dual-uplink: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev host gso_max_segs 1
ip link set dev server gso_max_segs 1
ip link set dev e1 gso_max_segs 1
ip link set dev e2 gso_max_segs 1
ip link add dev br0 address 02:00:00:01:00:04 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev host master br0
ip link set dev server master br0
ip link set dev e1 master br0
ip link set dev e2 master br0
ip link set dev host up
ip link set dev server up
ip link set dev e1 up
ip link set dev e2 up
ip link set dev br0 up
