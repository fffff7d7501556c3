#!/bin/sh
# r1 of gateway-pair: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev wan gso_max_segs 1
ip link set dev lan up
ip link set dev wan up
ip address add 10.0.1.11/24 dev lan
ip address add 10.0.2.11/24 dev wan
rm -f ./*.pid
keepalived -n -l -G -D -P -f /backhoe/keepalived.conf -p /backhoe/keepalived.pid -r /backhoe/vrrp.pid >keepalived.log 2>&1 &
