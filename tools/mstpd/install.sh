#!/bin/sh
# Installs mstpd: this machine's own package where its release has one (Debian 14 and newer), else that of Debian 14 with the C library
# that it was built for, both in a folder of their own. Where it cannot be had it says so and is content: what needs it says that it is missing.
set -eu

if command -v mstpd >/dev/null; then exit 0; fi
if apt-cache policy mstpd 2>/dev/null | grep -q 'Candidate: [0-9]'; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends mstpd >/dev/null
  exit 0
fi

suite=forky
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -E -m 1 '/debian/?$' || echo http://deb.debian.org/debian)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
echo "deb [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
# Lists and cache are private: the system's stay those of its own release.
apt() {
  (cd "$work" && apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none "$@")
}
if ! said=$(apt update 2>&1 && apt download mstpd libc6 2>&1); then
  echo "$said" | tail -n 3 >&2
  echo "mstpd is not installed: Debian's $suite is out of reach" >&2
  exit 0
fi

for package in mstpd libc6; do dpkg-deb -x "$work/$package"_*.deb "$work/$package"; done
hash=$(cat "$work"/mstpd_*.deb "$work"/libc6_*.deb | sha256sum | cut -c 1-16)
home=/usr/local/lib/mstpd-$hash
rm -rf "$home"
mkdir -p "$home"
cp "$work"/mstpd/usr/sbin/mstpd "$work"/mstpd/usr/sbin/mstpctl "$home"
libraries=$(dirname "$(find "$work/libc6" -name libc.so.6 | head -n 1)")
cp "$libraries"/libc.so.6 "$libraries"/ld-linux*.so.* "$home"
loader=$(find "$home" -name 'ld-linux*' | head -n 1)
for program in mstpctl mstpd; do
  printf '#!/bin/sh\nexec %s --library-path %s %s/%s "$@"\n' "$loader" "$home" "$home" "$program" >"/usr/local/sbin/$program"
  chmod 755 "/usr/local/sbin/$program"
done
mstpd -V
