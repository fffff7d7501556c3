"""N hosts in a ring of plain veth cables, as mininet makes them: seconds up and down, as JSON.

Run in namespaces of its own. Mininet.inited skips what mininet does to the machine before it begins: limits and
settings that are not a namespace's own.
"""

import json
import sys
import time

from mininet.net import Mininet

Mininet.inited = True
count = int(sys.argv[1])
started = time.monotonic()
net = Mininet(controller=None, waitConnected=False)
hosts = [net.addHost('h%d' % number) for number in range(count)]
for number, host in enumerate(hosts):
    net.addLink(host, hosts[(number + 1) % count])
net.start()
up = time.monotonic()
net.stop()
print(json.dumps({'upMs': (up - started) * 1000, 'downMs': (time.monotonic() - up) * 1000}))
