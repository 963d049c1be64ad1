# The switch and the console: nothing runs here but this process. Arguments: LIB NAME
. "$1/node-common.sh"
hostname "$2"
ip link set lo up
if [ "$2" = switch ]; then
    ip link add br0 type bridge stp_state 0 forward_delay 0
    ip link set br0 up
else
    await_cable
    ip address add "$3/24" dev eth0
    ip link set eth0 up
fi
stay
