#!/bin/sh
# h1 of redundant-switches-rstp: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev eth0 gso_max_segs 1
ip link add link eth0 dev eth0.10 address 02:00:00:03:00:00 type vlan id 10
ip link add link eth0 dev eth0.20 address 02:00:00:03:00:00 type vlan id 20
ip link set dev eth0 up
ip link set dev eth0.10 up
ip link set dev eth0.20 up
ip address add 10.0.10.1/24 dev eth0.10
ip address add 10.0.20.1/24 dev eth0.20
