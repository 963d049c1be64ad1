extension Question {
    /// What lsblk of 2.33 and later calls its columns; before, `-O` gives what there is.
    private static let columns = """
        NAME,KNAME,PATH,FSTYPE,MOUNTPOINT,LABEL,UUID,PTTYPE,PARTTYPE,PARTUUID,RO,MODEL,SERIAL,SIZE,LOG-SEC,PHY-SEC,ROTA,\
        TYPE,TRAN,WWN
        """

    static let disks: [Question] = [
        // lsblk before util-linux 2.27 has no JSON: sysfs has the same facts.
        Question(
            "lsblk",
            #"""
            $T lsblk -J -b -o \#(columns) 2>/dev/null && return
            $T lsblk -J -b -O 2>/dev/null && return
            for d in /sys/block/*; do
            n=${d##*/}
            case $n in ram*|loop*|zram*|sr*|fd*|nbd*) continue ;; esac
            test -r "$d/size" || continue
            printf 'disk %s\n' "$n"
            for a in size ro removable queue/rotational queue/logical_block_size queue/physical_block_size \
            device/model device/vendor device/serial device/wwid wwid dm/name dm/uuid md/level; do
            attr "$d" "$a"
            done
            printf 'path %s\n' "$(readlink -f "$d/device")"
            for s in "$d"/slaves/*; do if test -e "$s"; then printf 'slave %s\n' "${s##*/}"; fi; done
            for p in "$d"/*/start; do
            p=${p%/start}
            test -r "$p/size" || continue
            IFS= read -r z <"$p/size"
            printf 'part %s %s\n' "$z" "${p##*/}"
            done
            done
            return 3
            """#),
        Question("blkid", "test \"$L\" = lsblk0 || $T blkid -c /dev/null -o full"),
        Question("fstab", resolved("/etc/fstab", field: 1)),
        Question("crypttab", "test -f /etc/crypttab || return 0\n" + resolved("/etc/crypttab", field: 2)),
        Question(
            "links",
            #"""
            find /dev/disk /dev/mapper -type l -printf '%l\t%p\n' 2>/dev/null && return
            for l in /dev/disk/*/* /dev/mapper/*; do
            if test -L "$l"; then printf '%s\t%s\n' "$(readlink -f "$l")" "$l"; fi
            done
            true
            """#),
    ]

    /// A mount that hangs costs one time limit: what ran into it is not asked again. `df` is asked apart: a process that waits
    /// for a FUSE file system can be ended by nobody.
    static let sizes: [Question] = [
        Question("df", df("-k")),
        Question("dfi", "test \"$L\" != df124 || { echo 'a mount does not answer' >&2; return 1; }\n" + df("-i")),
    ]

    private static func df(_ unit: String) -> String {
        """
        apart sh -c 'df -P \(unit) -l 2>/dev/null || df -P \(unit)' || { echo 'a mount does not answer' >&2; return 124; }
        """
    }

    /// Each entry of a table file, after a line that says which device its name means now, and what lies on it.
    private static func resolved(_ file: String, field: Int) -> String {
        #"""
        test -r \#(file) || { echo 'there is no \#(file), or it cannot be read' >&2; return 1; }
        while read -r a b c || test -n "$a"; do
        case $a in ''|[#]*) continue ;; esac
        s=\#(field == 1 ? "$a" : "$b") t=
        case $s in *[\"\']*) s=$(printf '%s' "$s" | tr -d "\"'") ;; esac
        case $s in
        /dev/*) if test -L "$s"; then t=$(readlink -f "$s"); else t=$s; fi ;;
        UUID=*) t=/dev/disk/by-uuid/${s#UUID=} ;;
        LABEL=*) t=/dev/disk/by-label/${s#LABEL=} ;;
        PARTUUID=*) t=/dev/disk/by-partuuid/${s#PARTUUID=} ;;
        PARTLABEL=*) t=/dev/disk/by-partlabel/${s#PARTLABEL=} ;;
        esac
        case $s in *=*) if ! test -b "$t"; then t=$(findfs "$s" 2>/dev/null); fi ;; esac
        if test -b "$t"; then printf 'now %s\n' "$t"; else echo 'now'; fi
        printf 'entry %s %s %s\n' "$a" "$b" "$c"
        done <\#(file)
        true
        """#
    }
}
