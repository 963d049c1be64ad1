# Shared by the first processes of the lab's nodes. Each runs as process 1 of its own pid, mount, network and host name
# namespaces, so all that is mounted or started here ends with it.
set -u
# own_etc FILES SCRATCH: an /etc of our own, with FILES' hosts and resolv.conf. Writes go to memory.
own_etc() {
    mkdir -p "$2"
    mount -t tmpfs -o mode=755 tmpfs "$2"
    mkdir "$2/upper" "$2/work"
    mount -t overlay -o "lowerdir=/etc,upperdir=$2/upper,workdir=$2/work" overlay /etc
    rm -f /etc/hosts /etc/resolv.conf
    cp "$1/hosts" "$1/resolv.conf" /etc/
}

# own_run: an empty /run.
own_run() {
    mount -t tmpfs -o mode=755 tmpfs /run
}

# await_cable: until the lab has plugged eth0 into the switch.
await_cable() {
    until ip link show dev eth0 >/dev/null 2>&1; do sleep 0.05; done
}

# keep NAME COMMAND…: starts it again when it ends, as a service manager would.
keep() {
    local name=$1
    shift
    while :; do
        "$@"
        echo "$name ended with status $?; starting it again"
        sleep 1
    done &
}

# stay: process 1 waits for ever, and reaps what others leave.
stay() {
    while :; do sleep 86400; done
}
