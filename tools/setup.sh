#!/bin/sh
# Installs what is missing for `demo`, `test` or `bench`: Debian packages (as root or by sudo -n), npm packages, the bundle.
set -eu
cd "$(dirname "$0")/.."

packages='user-mode-linux keepalived iproute2 iputils-ping nftables util-linux'
if [ "${1:-demo}" != demo ]; then
  packages="$packages ethtool tcpdump tshark openvswitch-switch frr bird2 bc bison flex libelf-dev build-essential xz-utils docker.io mmdebstrap genext2fs fonts-dejavu-core chromium-headless-shell"
fi
if [ "${1:-demo}" = bench ]; then packages="$packages mininet"; fi

missing=''
for package in $packages; do
  case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" in
    'install ok installed') ;;
    *) missing="$missing $package" ;;
  esac
done

if [ -n "$missing" ]; then
  line="apt-get install -y --no-install-recommends$missing"
  if [ "$(id -u)" = 0 ]; then as=''
  elif sudo -n true 2>/dev/null; then as='sudo -n'
  else
    echo "missing:$missing" >&2
    echo "next:    sudo $line" >&2
    exit 69
  fi
  echo "installing$missing"
  $as apt-get update -qq
  # Open vSwitch's service would load a kernel module.
  if [ -d /run/systemd/system ]; then
    case "$missing" in *openvswitch*) $as systemctl --quiet mask openvswitch-switch ovs-vswitchd ovsdb-server ;; esac
  fi
  # keepalived's own service would only fail for want of a configuration; Docker's may start, no test asks it.
  $as env DEBIAN_FRONTEND=noninteractive $line >/dev/null
fi

# npm writes this file last: older than the lock file, or absent, means that something is missing.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund
fi
if [ ! -e dist/cli.js ] || [ -n "$(find src topologies chaos tools/build.mjs -newer dist/cli.js -type f -print -quit)" ]; then
  npm run --silent build
fi
if [ "${1:-demo}" != demo ]; then
  tools/containerlab/build.sh >/dev/null
  if [ "$(id -u)" = 0 ]; then tools/mstpd/install.sh; else sudo -n tools/mstpd/install.sh || echo 'mstpd is not installed' >&2; fi
fi
