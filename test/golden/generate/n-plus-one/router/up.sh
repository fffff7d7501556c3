#!/bin/sh
# router of n-plus-one: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev clients gso_max_segs 1
ip link set dev servers gso_max_segs 1
ip link set dev clients up
ip link set dev servers up
ip address add 10.0.2.1/24 dev clients
ip address add 10.0.1.254/24 dev servers
ip route add 10.0.9.1/32 nexthop via 10.0.1.1 nexthop via 10.0.1.2
