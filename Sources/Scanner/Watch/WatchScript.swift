/// The loop that watches one server: a reading each interval, the sockets with every sixth. It ends with its connection.
struct WatchScript: Sendable {
    var nonce: String
    var interval: Int

    var text: String {
        """
        N=\(nonce)
        PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
        LC_ALL=C LANG=C
        export PATH LC_ALL LANG
        i=0
        while :; do
        printf '\\n%s begin reading\\n' "$N"
        grep -H '' /proc/uptime /proc/stat /proc/diskstats /proc/net/dev /proc/meminfo
        if test $i = 0 && command -v ss >/dev/null; then
        printf '\\n%s begin sockets\\n' "$N"
        ss -n -t -u -a -p
        fi
        printf '\\n%s end\\n' "$N"
        i=$(((i + 1) % 6))
        sleep \(interval)
        done
        """
    }
}
