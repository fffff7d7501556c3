#!/bin/sh
# d2 of redundant-switches-mlag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev a1 down
ip link set dev lo up
ip link set dev a1 gso_max_segs 1
ip link add dev ma1 address 02:00:00:01:00:01 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_actor_system 02:00:00:00:f1:00 ad_actor_sys_prio 100 ad_user_port_key 10
ip link set dev a1 master ma1
ip link set dev server2 gso_max_segs 1
ip link set dev peer gso_max_segs 1
ip link set dev peer mtu 1600
ip link set dev hb gso_max_segs 1
ip link add dev br0 address 02:00:00:01:00:05 type bridge forward_delay 0 stp_state 0 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip link set dev ma1 master br0
bridge vlan add dev ma1 vid 10
ip link set dev server2 master br0
bridge vlan add dev server2 vid 10
ip link set dev peer master br0
bridge vlan add dev peer vid 10
ip link add link peer dev peer.c address 02:00:00:01:00:03 type vlan protocol 802.1ad id 99
ip link set dev ma1 type bridge_slave backup_port peer
tc qdisc add dev peer clsact
tc filter add dev peer ingress protocol 802.1ad pref 100 flower vlan_id 101 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev ma1
tc filter add dev peer ingress protocol all pref 900 matchall action skbedit mark 1
tc filter add dev peer egress protocol all pref 10 handle 1 fw action drop
ip link set dev ma1 up
ip link set dev server2 up
ip link set dev peer up
ip link set dev hb up
ip link set dev br0 up
ip link set dev peer.c up
ip link set dev a1 down
ip address add 169.254.2.2/30 dev hb
ip address add 169.254.1.2/30 dev peer.c
rm -f ./*.pid
sh /backhoe/mlagd/respawn.sh /backhoe >mlagd.log 2>&1 &
