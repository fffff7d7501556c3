#!/bin/sh
# mstpd of a: it looks for its ports in a /sys of the node's own network namespace.
set -eu
if [ "${1:-}" != mounted ]; then
  exec unshare --mount sh {dir}/mstpd/up.sh mounted
fi
mount -t sysfs sysfs /sys
mstpd -d -v 2 &
daemon=$!
until mstpctl addbridge br0; do
  kill -0 "$daemon"
  sleep 0.01
done
mstpctl --batch {dir}/mstpd/mstpctl.conf
wait "$daemon"
