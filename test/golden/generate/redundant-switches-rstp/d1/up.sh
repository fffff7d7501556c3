#!/bin/sh
# d1 of redundant-switches-rstp: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev peer gso_max_segs 1
ip link set dev a1 gso_max_segs 1
ip link set dev server1 gso_max_segs 1
ip link set dev peer up
ip link set dev a1 up
ip link set dev server1 up
rm -f ./*.pid
sh /backhoe/openvswitch/up.sh >openvswitch.log 2>&1 &
