#!/bin/sh
# h1 of separated-networks: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev service gso_max_segs 1
ip link set dev mgmt gso_max_segs 1
ip link set dev service up
ip link set dev mgmt up
ip address add 10.0.1.1/24 dev service
ip address add 10.0.2.1/24 dev mgmt
