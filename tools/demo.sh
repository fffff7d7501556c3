#!/bin/sh
# Without a virtual-time kernel the demo runs in real time, so it has to be short.
set -eu
cd "$(dirname "$0")/.."
if node bin/backhoe.js kernel status --json | grep -q '"flavour": *"virtual"'; then
  exec node bin/backhoe.js run labs/gateway-pair.lab.ts --seed 1
fi
echo 'No virtual-time kernel here: two trials in real time. `node bin/backhoe.js kernel build` makes it some 30 times faster and exactly repeatable.'
exec node bin/backhoe.js run labs/gateway-pair.lab.ts --seed 1 --kernel uml --trials 2
