#!/bin/sh
# Keeps the agent of this switch alive: a leg that is cut while nobody looks would be a black hole for good.
# usage: respawn.sh FOLDER
trap 'kill "$agent" 2>/dev/null; exit 0' TERM INT
while :; do
  perl "$1/mlagd/mlagd.pl" "$1/mlagd/settings" "$1/mlagd.state" &
  agent=$!
  wait "$agent"
  echo "mlagd ended with $?: again" >&2
  sleep 0.05
done
