#!/bin/sh
# e2 of dual-uplink: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev lo up
ip link set dev lan gso_max_segs 1
ip link set dev wan gso_max_segs 1
nft 'table ip nat { chain leaving { type nat hook postrouting priority srcnat; oifname "wan" masquerade; }; }'
nft 'table ip nat { chain entering { type nat hook prerouting priority dstnat; iifname "wan" ip daddr 203.0.113.2 dnat to 10.0.1.22; }; }'
ip link set dev lan up
ip link set dev wan up
ip address add 10.0.1.12/24 dev lan
ip address add 203.0.113.2/30 dev wan
ip route add default via 203.0.113.1
rm -f ./*.pid
keepalived -n -l -G -D -P -f /backhoe/keepalived.conf -p /backhoe/keepalived.pid -r /backhoe/vrrp.pid >keepalived.log 2>&1 &
