#!/bin/sh
# sw1 of service-pair: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev client gso_max_segs 1
ip link set dev s1 gso_max_segs 1
ip link set dev peer gso_max_segs 1
ip link add dev br0 address 02:00:00:01:00:03 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
ip link set dev client master br0
ip link set dev s1 master br0
ip link set dev peer master br0
ip link set dev client up
ip link set dev s1 up
ip link set dev peer up
ip link set dev br0 up
