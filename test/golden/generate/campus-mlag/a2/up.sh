#!/bin/sh
# a2 of campus-mlag: run once, when its interfaces are there.
set -eu
cd /backhoe
ip link set dev uplink down
ip link set dev h1 down
ip link set dev s1 down
ip link set dev lo up
ip link set dev uplink gso_max_segs 1
ip link add dev muplink address 02:00:00:03:00:01 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_actor_system 02:00:00:00:f2:00 ad_actor_sys_prio 100 ad_user_port_key 10
ip link set dev uplink master muplink
ip link set dev h1 gso_max_segs 1
ip link add dev mh1 address 02:00:00:03:00:03 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_actor_system 02:00:00:00:f2:00 ad_actor_sys_prio 100 ad_user_port_key 11
ip link set dev h1 master mh1
ip link set dev s1 gso_max_segs 1
ip link add dev ms1 address 02:00:00:03:00:05 type bond mode 802.3ad miimon 10 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer3+4 min_links 1 ad_actor_system 02:00:00:00:f2:00 ad_actor_sys_prio 100 ad_user_port_key 12
ip link set dev s1 master ms1
ip link set dev peer gso_max_segs 1
ip link set dev peer mtu 1600
ip link set dev hb gso_max_segs 1
ip link add dev br0 address 02:00:00:03:00:08 type bridge forward_delay 0 stp_state 0 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip link set dev muplink master br0
bridge vlan add dev muplink vid 10
bridge vlan add dev muplink vid 20
ip link set dev mh1 master br0
bridge vlan add dev mh1 vid 10 pvid untagged
ip link set dev ms1 master br0
bridge vlan add dev ms1 vid 10 pvid untagged
ip link set dev peer master br0
bridge vlan add dev peer vid 10
bridge vlan add dev peer vid 20
ip link add link peer dev peer.c address 02:00:00:03:00:06 type vlan protocol 802.1ad id 99
ip link set dev muplink type bridge_slave backup_port peer
ip link set dev mh1 type bridge_slave backup_port peer
ip link set dev ms1 type bridge_slave backup_port peer
tc qdisc add dev peer clsact
tc filter add dev peer ingress protocol 802.1ad pref 100 flower vlan_id 101 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev muplink
tc filter add dev peer ingress protocol 802.1ad pref 101 flower vlan_id 102 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev mh1
tc filter add dev peer ingress protocol 802.1ad pref 102 flower vlan_id 103 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev ms1
tc filter add dev peer ingress protocol all pref 900 matchall action skbedit mark 1
tc filter add dev peer egress protocol all pref 10 handle 1 fw action drop
ip link set dev muplink up
ip link set dev mh1 up
ip link set dev ms1 up
ip link set dev peer up
ip link set dev hb up
ip link set dev br0 up
ip link set dev peer.c up
ip link set dev uplink down
ip link set dev h1 down
ip link set dev s1 down
ip address add 169.254.4.2/30 dev hb
ip address add 169.254.3.2/30 dev peer.c
rm -f ./*.pid
sh /backhoe/mlagd/respawn.sh /backhoe >mlagd.log 2>&1 &
