#!/bin/sh
# pid 1 of a guest: stays to reap orphans while the agent works; the agent itself powers off.
cd /
"$BACKHOE_NODE" /media/in/agent.cjs
echo "backhoe-agent-exit $?"
