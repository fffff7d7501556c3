#!/bin/sh
# pid 1 of a guest: stays to reap orphans while the agent works; the agent itself powers off.
cd /
# One CPU: threads of V8's own would only take turns with it, and each costs its start.
"$BACKHOE_NODE" --v8-pool-size=0 /media/in/agent.cjs
echo "backhoe-agent-exit $?"
