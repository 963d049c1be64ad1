# The NFS server: rpcbind and ganesha in user space. Arguments: LIB NAME ADDRESS FOLDER FILES
. "$1/node-common.sh"
address=$3 folder=$4
hostname "$2"
own_etc "$5" "$folder/etc"
own_run
mkdir -p /run/ganesha /run/rpcbind
mount --bind "$folder/lib" /var/lib/nfs
ip link set lo up
await_cable
ip address add "$address/24" dev eth0
ip link set eth0 up
keep rpcbind rpcbind -f -w -h "$address"
sleep 0.3
keep ganesha ganesha.nfsd -F -L "$folder/ganesha.log" -f "$folder/ganesha.conf" -p /run/ganesha/ganesha.pid -N EVENT
stay
