#!/bin/sh
# Open vSwitch of d1 alone: the database comes first, and takes everything with it when it ends.
set -eu
cd /backhoe/openvswitch
export OVS_RUNDIR="$PWD"
if [ "${1:-}" != configured ]; then
  rm -f conf.db
  ovsdb-tool create conf.db /usr/share/openvswitch/vswitch.ovsschema
  [ -p ports.fifo ] || mkfifo ports.fifo
  exec ovsdb-server conf.db --remote=punix:db.sock --unixctl=db.ctl --no-chdir --run='sh /backhoe/openvswitch/up.sh configured'
fi
ovs-vsctl --db=unix:db.sock --no-wait init \
  -- add-br br0 \
  -- set bridge br0 datapath_type=netdev rstp_enable=true other_config:hwaddr='"02:00:00:00:00:03"' other_config:rstp-priority=4096 other_config:rstp-max-age=20 other_config:rstp-forward-delay=15 \
  -- add-port br0 peer trunks=10,20 vlan_mode=trunk other_config:rstp-enable=true other_config:rstp-port-num=1 other_config:rstp-path-cost=4 other_config:rstp-port-priority=128 \
  -- add-port br0 a1 trunks=10,20 vlan_mode=trunk other_config:rstp-enable=true other_config:rstp-port-num=2 other_config:rstp-path-cost=4 other_config:rstp-port-priority=128 \
  -- add-port br0 server1 trunks=10,20 vlan_mode=trunk other_config:rstp-enable=true other_config:rstp-port-num=3 other_config:rstp-path-cost=4 other_config:rstp-port-priority=128 other_config:rstp-port-admin-edge=true
ovsdb-client --format=csv --data=bare --no-headings monitor unix:db.sock Port name rstp_status >ports.fifo &
exec ovs-vswitchd unix:db.sock --unixctl=vswitchd.ctl --no-chdir
