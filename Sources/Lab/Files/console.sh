# The lab's console: becomes the command. Runs in the console's network namespace and in a mount namespace of its own.
# Arguments: FILES (hosts, resolv.conf, ssh) COMMAND…
files=$1
shift
hostname mgmt
mount --bind "$files/hosts" /etc/hosts
[ ! -e /etc/resolv.conf ] || mount --bind "$files/console-resolv.conf" /etc/resolv.conf
home=$(getent passwd root | cut -d: -f6)
mount --bind "$files/ssh" "$home/.ssh"
exec "$@"
