#!/bin/sh
# Names the containerlab on PATH, else builds the one that go.mod pins into the user's cache, once. With no Go that is new
# enough, or no way to the sources, it says so and is content: tests that need it are counted as skipped.
set -eu
cd "$(dirname "$0")"

# The first with veth-stitch links.
oldest=0.78.0
installed=$(command -v containerlab || true)
if [ -n "$installed" ]; then
  has=$("$installed" version --short 2>/dev/null || true)
  if printf '%s\n' "$oldest" "$has" | sort -C -V; then
    echo "$installed"
    exit 0
  fi
  echo "$installed is containerlab ${has:-of no known version}: too old, $oldest or newer is needed" >&2
fi

version=$(sed -n 's|^\tgithub.com/srl-labs/containerlab v\([^ ]*\).*|\1|p' go.mod)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/backhoe/containerlab"
binary="$cache/$version/containerlab"
if [ -x "$binary" ]; then
  echo "$binary"
  exit 0
fi

needed=$(sed -n 's/^go //p' go.mod)
go=''
here=''
for candidate in "$(command -v go || true)" /usr/local/go/bin/go; do
  [ -x "$candidate" ] || continue
  has=$(GOTOOLCHAIN=local "$candidate" env GOVERSION | sed 's/^go//; s/ .*//')
  here="${here:+$here, }$has"
  if printf '%s\n' "$needed" "$has" | sort -C -V; then
    go=$candidate
    break
  fi
done
if [ -z "$go" ]; then
  echo "containerlab is not built: it needs Go $needed or newer, and here is ${here:-none}" >&2
  exit 0
fi

mkdir -p "$cache"
# What a killed build left; one that runs still has its process.
for left in "$cache"/.building-*; do
  [ ! -d "$left" ] || kill -0 "${left##*-}" 2>/dev/null || rm -rf "$left"
done
work="$cache/.building-$$"
mkdir "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
echo "building containerlab $version, some minutes" >&2
package=github.com/srl-labs/containerlab
if ! said=$(GOTOOLCHAIN=local "$go" list -deps "$package" 2>&1); then
  echo "$said" | tail -n 3 >&2
  echo 'containerlab is not built: its sources are out of reach' >&2
  touch "$cache/out-of-reach"
  exit 0
fi
rm -f "$cache/out-of-reach"
CGO_ENABLED=0 GOTOOLCHAIN=local "$go" build -trimpath -ldflags "-s -w -X $package/cmd.Version=$version" -o "$work/containerlab" "$package"
# One rename: whoever looks finds all of it or nothing.
mv -T "$work" "$cache/$version" 2>/dev/null || [ -x "$binary" ]
echo "$binary"
