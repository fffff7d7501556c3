#!/bin/sh
# sw2 of service-pair: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev s2 gso_max_segs 1
ip link set dev peer gso_max_segs 1
ip link add dev br0 address 02:00:00:02:00:02 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev s2 master br0
ip link set dev peer master br0
ip link set dev s2 up
ip link set dev peer up
ip link set dev br0 up
