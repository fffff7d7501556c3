#!/bin/sh
set -eu
# The LAN.
ip addr add 10.0.0.1/24 dev eth1
if [ -e /etc/fast ]; then
  tc qdisc add dev eth1 root fq
fi
