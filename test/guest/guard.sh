# guard.sh IN OUT KERNEL [ARGUMENT...]: in a mount namespace of its own, gives a guest constant paths and becomes it.
set -e
in=$1 out=$2 kernel=$3
shift 3
mount -t tmpfs -o mode=0777 backhoe /media
mkdir /media/in /media/out /media/u /media/ram
mount --bind "$in" /media/in
mount --bind "$out" /media/out
cd /media
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=/media/ram HOME=/ "$kernel" mem=512M root=host rootfstype=hostfs rootflags=/ ro \
  init=/media/in/init.sh con=null con0=fd:0,fd:1 quiet uml_dir=u/ rng-seed=1 sysctl.net.core.fb_tunnels_only_for_init_net=2 "$@" </dev/null
