#!/bin/sh
# s2 of service-pair: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev eth0 gso_max_segs 1
ip link set dev eth0 up
ip address add 10.0.1.12/24 dev eth0
rm -f ./*.pid
keepalived -n -l -G -D -P -f /backhoe/keepalived.conf -p /backhoe/keepalived.pid -r /backhoe/vrrp.pid >keepalived.log 2>&1 &
