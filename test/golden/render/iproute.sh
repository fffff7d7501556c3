ip netns add wire
ip netns add host
ip netns add sw1
ip netns add sw2
ip netns add lag
ip netns exec wire sysctl -qw net.ipv6.conf.default.disable_ipv6=1
ip netns exec host sysctl -qw net.ipv4.ip_forward=1
ip -n wire link add dev c0a index 10000 address 06:00:00:00:00:00 type veth peer name leg0 index 110 address 02:00:00:00:00:0a netns host
ip -n wire link add dev c0b index 10001 address 06:00:00:00:00:01 type veth peer name p0 index 111 address 02:00:00:00:00:0b netns sw1
tc -n wire qdisc add dev c0a clsact
tc -n wire qdisc add dev c0b clsact
tc -n wire filter add dev c0a ingress protocol all pref 49152 matchall action mirred egress redirect dev c0b
tc -n wire filter add dev c0b ingress protocol all pref 49152 matchall action mirred egress redirect dev c0a
ip -n wire link set dev c0a up
ip -n wire link set dev c0b up
ip -n wire link add dev c1a index 10002 address 06:00:00:00:00:02 type veth peer name leg1 index 112 address 02:00:00:00:00:0c netns host
ip -n wire link add dev c1b index 10003 address 06:00:00:00:00:03 type veth peer name p0 index 113 address 02:00:00:00:00:0d netns sw2
tc -n wire qdisc add dev c1a clsact
tc -n wire qdisc add dev c1b clsact
tc -n wire filter add dev c1a ingress protocol all pref 49152 matchall action mirred egress redirect dev c1b
tc -n wire filter add dev c1b ingress protocol all pref 49152 matchall action mirred egress redirect dev c1a
ip -n wire link set dev c1a up
ip -n wire link set dev c1b up
ip -n wire link add dev c2a index 10004 address 06:00:00:00:00:04 type veth peer name peer index 114 address 02:00:00:00:00:0e netns sw1
ip -n wire link add dev c2b index 10005 address 06:00:00:00:00:05 type veth peer name peer index 115 address 02:00:00:00:00:0f netns sw2
tc -n wire qdisc add dev c2a clsact
tc -n wire qdisc add dev c2b clsact
tc -n wire filter add dev c2a ingress protocol all pref 49152 matchall action mirred egress redirect dev c2b
tc -n wire filter add dev c2b ingress protocol all pref 49152 matchall action mirred egress redirect dev c2a
ip -n wire link set dev c2a up
ip -n wire link set dev c2b up
ip -n wire link add dev c3a index 10006 address 06:00:00:00:00:06 type veth peer name leg0 index 116 address 02:00:00:00:00:10 netns lag
ip -n wire link add dev c3b index 10007 address 06:00:00:00:00:07 type veth peer name p1 index 117 address 02:00:00:00:00:11 netns sw2
tc -n wire qdisc add dev c3a clsact
tc -n wire qdisc add dev c3b clsact
tc -n wire filter add dev c3a ingress protocol all pref 49152 matchall action mirred egress redirect dev c3b
tc -n wire filter add dev c3b ingress protocol all pref 49152 matchall action mirred egress redirect dev c3a
ip -n wire link set dev c3a up
ip -n wire link set dev c3b up
ip -n wire link add dev c4a index 10008 address 06:00:00:00:00:08 type veth peer name leg1 index 118 address 02:00:00:00:00:12 netns lag
ip -n wire link add dev c4b index 10009 address 06:00:00:00:00:09 type veth peer name p2 index 119 address 02:00:00:00:00:13 netns sw2
tc -n wire qdisc add dev c4a clsact
tc -n wire qdisc add dev c4b clsact
tc -n wire filter add dev c4a ingress protocol all pref 49152 matchall action mirred egress redirect dev c4b
tc -n wire filter add dev c4b ingress protocol all pref 49152 matchall action mirred egress redirect dev c4a
ip -n wire link set dev c4a up
ip -n wire link set dev c4b up
ip -n wire link add dev c5a index 10010 address 06:00:00:00:00:0a type veth peer name wan index 120 address 02:00:00:00:00:14 netns sw1
ip -n wire link add dev c5b index 10011 address 06:00:00:00:00:0b type veth peer name wan index 121 address 02:00:00:00:00:15 netns sw2
tc -n wire qdisc add dev c5a clsact
tc -n wire qdisc add dev c5b clsact
tc -n wire filter add dev c5a ingress protocol all pref 49152 matchall action mirred egress redirect dev c5b
tc -n wire filter add dev c5b ingress protocol all pref 49152 matchall action mirred egress redirect dev c5a
ip -n wire link set dev c5a up
ip -n wire link set dev c5b up
ip -n host link set dev lo up
ip -n host link add dev bond0 index 101 address 02:00:00:00:00:01 type bond mode active-backup miimon 100 updelay 200 downdelay 300 primary_reselect better fail_over_mac follow resend_igmp 5 num_grat_arp 3 all_slaves_active 1 peer_notify_delay 400
ip -n host link set dev leg0 master bond0
ip -n host link set dev leg1 master bond0
ip -n host link set dev bond0 type bond primary leg1
ip -n host link set dev bond0 mtu 1400
ip -n host link set dev leg0 txqueuelen 500
ip -n host link set dev leg0 gso_max_segs 1
ip -n host link set dev leg1 gso_max_segs 1
ip netns exec host ethtool -K leg0 tx off
ip -n host link set dev leg0 up
ip -n host link set dev leg1 up
ip -n host link set dev bond0 up
ip -n host link add link bond0 dev bond0.10 index 102 address 02:00:00:00:00:02 type vlan id 10
ip -n host link add link bond0 dev mac0 index 103 address 02:00:00:00:00:03 type macvlan mode bridge
ip -n host link set dev bond0.10 up
ip -n host link set dev mac0 up
ip -n host address add 10.0.10.2/24 dev bond0.10
ip -n host address add 10.0.20.2/32 dev mac0
ip -n host address add 2001:db8:0:10::2/64 dev bond0.10
ip -n host route add default via 10.0.10.1
ip -n host route add default via 2001:db8:0:10::1
ip -n host route add 2001:db8:f::/48 via 2001:db8:0:10::3
ip -n host route add 192.168.0.0/16 via 10.0.10.3
ip -n host route add 172.16.0.0/12 nexthop via 10.0.10.3 nexthop via 10.0.10.4
ip -n host route add default table 7 via 10.0.10.3
ip -n host route add default via 10.0.10.4 metric 4294967295
ip -n host route add 2001:db8:f::/48 via 2001:db8:0:10::4 metric 7
ip -n host route add 172.31.0.0/16 nexthop via 10.0.10.3 weight 256 nexthop via 10.0.10.4 weight 3
ip -n host route add 10.0.30.0/24 table 7 dev bond0.10
ip -n host route add 10.0.40.0/24 via 10.0.10.5 dev bond0.10 metric 20
ip -n host route add unreachable 10.0.40.0/24 metric 30
ip -n host route add blackhole 10.0.50.0/24
ip -n host route add prohibit 10.0.60.0/24 table 7
ip -n host rule add pref 1000 to 10.0.10.0/24 table main
ip -n host rule add pref 1001 from 10.0.20.2 table 7
ip -n host rule add pref 1002 from 172.16.0.0/12 to 192.168.7.0/24 iif mac0 table 7
ip -n host rule add pref 1003 fwmark 4294967295 table 7
ip -n sw1 link add dev br0 index 104 address 02:00:00:00:00:04 type bridge forward_delay 500 hello_time 100 max_age 800 stp_state 1 priority 4096 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0
ip -n sw1 link set dev p0 master br0
ip -n sw1 link set dev peer master br0
ip -n sw1 link set dev p0 type bridge_slave cost 4 priority 16 guard on
ip -n sw1 link set dev peer type bridge_slave cost 20000 priority 48 root_block on
bridge -n sw1 vlan add dev br0 vid 1 pvid untagged self
bridge -n sw1 vlan add dev br0 vid 10 self
bridge -n sw1 vlan add dev br0 vid 4094 self
ip -n sw1 link set dev p0 type bridge_slave learning off isolated on neigh_suppress on
bridge -n sw1 vlan add dev p0 vid 1 pvid untagged
bridge -n sw1 vlan add dev p0 vid 30 untagged
bridge -n sw1 vlan add dev p0 vid 31 untagged
bridge -n sw1 vlan add dev p0 vid 10
bridge -n sw1 vlan add dev p0 vid 20
bridge -n sw1 vlan add dev peer vid 1
bridge -n sw1 vlan add dev peer vid 10
bridge -n sw1 vlan add dev peer vid 20
bridge -n sw1 vlan add dev peer vid 4094
ip -n sw1 link set dev p0 up
ip -n sw1 link set dev peer up
ip -n sw1 link set dev br0 up
ip -n sw2 link add dev br0 index 105 address 02:00:00:00:00:05 type bridge forward_delay 0 stp_state 0 ageing_time 1000 mcast_snooping 0
ip -n sw2 link add dev mlag index 106 address 02:00:00:00:00:06 type bond mode 802.3ad miimon 50 updelay 0 downdelay 0 lacp_rate fast xmit_hash_policy layer2+3 min_links 1 ad_actor_system 02:00:00:00:f1:00 ad_actor_sys_prio 100 ad_user_port_key 12 ad_select count
ip -n sw2 link set dev p1 master mlag
ip -n sw2 link set dev p2 master mlag
ip -n sw2 link set dev p0 master br0
ip -n sw2 link set dev peer master br0
ip -n sw2 link set dev mlag master br0
ip -n sw2 link add link peer dev peer.c index 108 address 02:00:00:00:00:08 type vlan protocol 802.1ad id 99
ip -n sw2 link set dev mlag type bridge_slave backup_port peer
tc -n sw2 qdisc add dev peer clsact
tc -n sw2 filter add dev peer ingress protocol 802.1ad pref 100 flower vlan_id 101 action vlan pop pipe action skbedit mark 1 pipe action mirred ingress redirect dev mlag
tc -n sw2 filter add dev peer ingress protocol all pref 900 matchall action skbedit mark 1
tc -n sw2 filter add dev peer egress protocol all pref 10 handle 1 fw action drop
ip -n sw2 link set dev p0 up
ip -n sw2 link set dev p1 up
ip -n sw2 link set dev p2 up
ip -n sw2 link set dev peer up
ip -n sw2 link set dev mlag up
ip -n sw2 link set dev br0 up
ip -n sw2 link set dev peer.c up
ip -n sw1 link set dev wan up
ip -n sw2 link set dev wan up
ip -n sw1 address add 10.0.70.1/24 dev wan
ip -n sw1 nexthop add id 1 via 10.0.70.2 dev wan
ip -n sw1 nexthop add id 2 via 10.0.70.3 dev wan
ip -n sw1 nexthop add id 3 group 1,256/2
ip -n sw1 route add default table 8 nhid 3 metric 7
ip -n sw1 nexthop add id 4 group 1/2,3 type resilient buckets 65535
ip -n sw1 route add 10.0.80.0/24 nhid 4
ip -n lag link add dev bond0 index 107 address 02:00:00:00:00:07 type bond mode active-backup arp_interval 100 arp_ip_target 10.0.10.1,10.0.10.3 arp_validate all arp_all_targets all arp_missed_max 3 primary_reselect failure fail_over_mac active
ip -n lag link add dev mode0 index 130 address 02:00:00:00:00:1e type bond mode balance-rr miimon 100 updelay 0 downdelay 0
ip -n lag link add dev mode1 index 131 address 02:00:00:00:00:1f type bond mode broadcast miimon 100 updelay 0 downdelay 0
ip -n lag link add dev mode2 index 132 address 02:00:00:00:00:20 type bond mode balance-tlb miimon 100 updelay 0 downdelay 0
ip -n lag link add dev mode3 index 133 address 02:00:00:00:00:21 type bond mode balance-alb miimon 100 updelay 0 downdelay 0
ip -n lag link add dev static0 index 109 address 02:00:00:00:00:09 type bond mode balance-xor miimon 0 xmit_hash_policy vlan+srcmac
ip -n lag link set dev leg0 master bond0
ip -n lag link set dev leg1 master bond0
ip -n lag link set dev leg0 up
ip -n lag link set dev leg1 up
ip -n lag link set dev bond0 up
ip -n lag link set dev leg1 nomaster
ip -n lag link set dev leg1 down
# write r1/keepalived.conf: 2 lines
ip netns exec r1 keepalived --dont-fork --use-file r1/keepalived.conf --pid 'r1/it is.pid' >r1/keepalived.log 2>&1 &
install -d -o frr /run/backhoe/r1/frr
ip netns exec r1 ospfd -f r1/ospfd.conf -i /run/backhoe/r1/frr/ospfd.pid >r1/ospfd.log 2>&1 &
# wait, at most 40 s, until 2 members of sw1:bond0 collect and distribute at both sides
# wait, at most 5 s, until sw1:p0 has carrier
# wait, at most 5 s, until host:bond0 has leg1 active
# wait, at most 10 s, until r1:LAN is MASTER and r2:LAN, r3:LAN BACKUP
# dark: a b
ip -n wire link set dev c0a down
ip -n wire link set dev c0b down
ip -n wire link set dev c0a up
ip -n wire link set dev c0b up
# dark: a
ip -n wire link set dev c0a down
ip -n wire link set dev c0a up
# dark: b
ip -n wire link set dev c0b down
ip -n wire link set dev c0b up
# drop all, both ways
tc -n wire filter add dev c0a ingress protocol all pref 1 matchall action drop
tc -n wire filter add dev c0b ingress protocol all pref 1 matchall action drop
tc -n wire filter del dev c0a ingress protocol all pref 1
tc -n wire filter del dev c0b ingress protocol all pref 1
# drop LACP
tc -n wire filter add dev c0a ingress protocol 0x8809 pref 2 matchall action drop
tc -n wire filter del dev c0a ingress protocol 0x8809 pref 2
# netem: delay and jitter
tc -n wire qdisc add dev c0a root handle 1: netem limit 5000 delay 10ms 1.6ms
tc -n wire qdisc change dev c0a root handle 1: netem limit 5000 rate 0bit corrupt 0%
tc -n wire qdisc del dev c0a root
# netem: delay of microseconds
tc -n wire qdisc add dev c0a root handle 1: netem limit 1000 delay 64us
tc -n wire qdisc change dev c0a root handle 1: netem limit 1000 rate 0bit corrupt 0%
tc -n wire qdisc del dev c0a root
# netem: independent loss
tc -n wire qdisc add dev c0a root handle 1: netem limit 1000 loss 12.5%
tc -n wire qdisc change dev c0a root handle 1: netem limit 1000 rate 0bit corrupt 0%
tc -n wire qdisc del dev c0a root
# netem: Gilbert-Elliott loss
tc -n wire qdisc add dev c0a root handle 1: netem limit 1000 loss gemodel 2.5% 20%
tc -n wire qdisc change dev c0a root handle 1: netem limit 1000 rate 0bit corrupt 0%
tc -n wire qdisc del dev c0a root
# netem: reordering
tc -n wire qdisc add dev c0a root handle 1: netem limit 1000 delay 1.6ms reorder 25% 50% gap 5
tc -n wire qdisc change dev c0a root handle 1: netem limit 1000 rate 0bit corrupt 0%
tc -n wire qdisc del dev c0a root
# netem: a distribution
tc -n wire qdisc add dev c0a root handle 1: netem limit 1000 delay 10ms 1.6ms distribution paretonormal
tc -n wire qdisc change dev c0a root handle 1: netem limit 1000 rate 0bit corrupt 0%
tc -n wire qdisc del dev c0a root
# netem: slots
tc -n wire qdisc add dev c0a root handle 1: netem limit 1000 slot 8ms 16ms packets 10 bytes 20000
tc -n wire qdisc change dev c0a root handle 1: netem limit 1000 rate 0bit corrupt 0% slot 0us 0us
tc -n wire qdisc del dev c0a root
# netem: everything at once
tc -n wire qdisc add dev c0a root handle 1: netem limit 100000 delay 20ms loss 0.3% duplicate 1% reorder 25% corrupt 0.1% rate 10000kbit
tc -n wire qdisc change dev c0a root handle 1: netem limit 100000 rate 0bit corrupt 0%
tc -n wire qdisc del dev c0a root
# a trunk forgets a VLAN
bridge -n sw1 vlan del dev p0 vid 10
bridge -n sw1 vlan add dev p0 vid 10
# a port forgets its native VLAN
bridge -n sw1 vlan del dev p0 vid 1
bridge -n sw1 vlan add dev p0 vid 1 pvid untagged
# a port forgets a VLAN that leaves untagged
bridge -n sw1 vlan del dev p0 vid 30
bridge -n sw1 vlan add dev p0 vid 30 untagged
# another MTU
ip -n sw1 link set dev p0 mtu 1300
ip -n sw1 link set dev p0 mtu 1500
