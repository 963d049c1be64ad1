# Starts a node in namespaces of its own and returns. Arguments: LOG SCRIPT ARGUMENTS…
# The environment names the lab and the node (P2V_LAB_PART): so the lab finds its processes again.
log=$1
shift
setsid unshare --net --mount --uts --pid --fork --kill-child=KILL --mount-proc bash "$@" >>"$log" 2>&1 </dev/null &
