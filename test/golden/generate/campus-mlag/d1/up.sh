#!/bin/sh
# d1 of campus-mlag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev p1 down
ip link set dev r1 down
ip link set dev r2 down
ip link set dev lo up
ip link set dev p1 gso_max_segs 1
ip link add dev mp1 address 02:00:00:00:00:01 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_actor_system 02:00:00:00:f1:00 ad_actor_sys_prio 100 ad_user_port_key 10
ip link set dev p1 master mp1
ip link set dev r1 gso_max_segs 1
ip link add dev mr1 address 02:00:00:00:00:03 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_actor_system 02:00:00:00:f1:00 ad_actor_sys_prio 100 ad_user_port_key 11
ip link set dev r1 master mr1
ip link set dev r2 gso_max_segs 1
ip link add dev mr2 address 02:00:00:00:00:05 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_actor_system 02:00:00:00:f1:00 ad_actor_sys_prio 100 ad_user_port_key 12
ip link set dev r2 master mr2
ip link set dev peer gso_max_segs 1
ip link set dev peer mtu 1600
ip link set dev hb gso_max_segs 1
ip link add dev br0 address 02:00:00:00:00:08 type bridge forward_delay 0 stp_state 0 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip link set dev mp1 master br0
bridge vlan add dev mp1 vid 10
bridge vlan add dev mp1 vid 20
ip link set dev mr1 master br0
bridge vlan add dev mr1 vid 10
bridge vlan add dev mr1 vid 20
ip link set dev mr2 master br0
bridge vlan add dev mr2 vid 10
bridge vlan add dev mr2 vid 20
ip link set dev peer master br0
bridge vlan add dev peer vid 10
bridge vlan add dev peer vid 20
ip link add link peer dev peer.c address 02:00:00:00:00:06 type vlan protocol 802.1ad id 99
ip link set dev mp1 type bridge_slave backup_port peer
ip link set dev mr1 type bridge_slave backup_port peer
ip link set dev mr2 type bridge_slave backup_port peer
tc qdisc add dev peer clsact
tc filter add dev peer ingress protocol 802.1ad pref 100 flower vlan_id 101 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev mp1
tc filter add dev peer ingress protocol 802.1ad pref 101 flower vlan_id 102 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev mr1
tc filter add dev peer ingress protocol 802.1ad pref 102 flower vlan_id 103 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev mr2
tc filter add dev peer ingress protocol all pref 900 matchall action skbedit mark 1
tc filter add dev peer egress protocol all pref 10 handle 1 fw action drop
ip link set dev mp1 up
ip link set dev mr1 up
ip link set dev mr2 up
ip link set dev peer up
ip link set dev hb up
ip link set dev br0 up
ip link set dev peer.c up
ip link set dev p1 down
ip link set dev r1 down
ip link set dev r2 down
ip address add 169.254.2.1/30 dev hb
ip address add 169.254.1.1/30 dev peer.c
rm -f ./*.pid
sh /backhoe/mlagd/respawn.sh /backhoe >mlagd.log 2>&1 &
