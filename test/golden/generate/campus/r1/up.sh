#!/bin/sh
# r1 of campus: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev wan gso_max_segs 1
ip link add link lan dev lan.10 address 02:00:00:0a:00:00 type vlan id 10
ip link add link lan dev lan.20 address 02:00:00:0a:00:00 type vlan id 20
ip link set dev lan up
ip link set dev wan up
ip link set dev lan.10 up
ip link set dev lan.20 up
ip address add 172.16.2.11/24 dev wan
ip address add 10.0.10.11/24 dev lan.10
ip address add 10.0.20.11/24 dev lan.20
rm -f ./*.pid
keepalived -n -l -G -D -P -f /backhoe/keepalived.conf -p /backhoe/keepalived.pid -r /backhoe/vrrp.pid >keepalived.log 2>&1 &
