#!/bin/sh
# Builds the containerlab that go.mod pins into the user's cache, once. With no Go that is new enough it says so and is content.
set -eu
cd "$(dirname "$0")"

version=$(sed -n 's|^\tgithub.com/srl-labs/containerlab v\([^ ]*\).*|\1|p' go.mod)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/backhoe/containerlab"
binary="$cache/$version/containerlab"
if [ -x "$binary" ]; then
  echo "$binary"
  exit 0
fi

needed=$(sed -n 's/^go //p' go.mod)
go=$(PATH="$PATH:/usr/local/go/bin" command -v go || true)
has=$([ -z "$go" ] || GOTOOLCHAIN=local "$go" env GOVERSION | sed 's/^go//; s/ .*//')
if [ -z "$has" ] || ! printf '%s\n' "$needed" "$has" | sort -C -V; then
  echo "containerlab is not built: it needs Go $needed or newer, and here is ${has:-none}" >&2
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
CGO_ENABLED=0 GOTOOLCHAIN=local "$go" build -trimpath -ldflags "-s -w -X $package/cmd.Version=$version" -o "$work/containerlab" "$package"
# One rename: whoever looks finds all of it or nothing.
mv -T "$work" "$cache/$version" 2>/dev/null || [ -x "$binary" ]
echo "$binary"
