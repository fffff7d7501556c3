#!/bin/sh
# a1 of redundant-switches-rstp: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev up1 gso_max_segs 1
ip link set dev up2 gso_max_segs 1
ip link set dev h1 gso_max_segs 1
ip link set dev up1 up
ip link set dev up2 up
ip link set dev h1 up
rm -f ./*.pid
sh /backhoe/openvswitch/up.sh >openvswitch.log 2>&1 &
