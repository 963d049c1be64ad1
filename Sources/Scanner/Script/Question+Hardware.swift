extension Question {
    static let hardware: [Question] = [
        Question(
            "dmi",
            """
            for a in sys_vendor product_name product_uuid product_serial board_vendor chassis_type bios_date; do
            attr /sys/class/dmi/id $a
            done
            test -d /sys/class/dmi/id && return
            command -v dmidecode >/dev/null || { echo 'the firmware publishes no DMI table' >&2; return 1; }
            $T dmidecode -t system
            """),
        // On x86 /proc/cpuinfo says all; elsewhere it names neither model nor sockets.
        Question("lscpu", "case $K in *86_64|*i[3-6]86) ;; *) lscpu -J ;; esac"),
        // lspci's names are worth its long start only where a name helps a person: display, Fibre Channel, accelerators.
        Question(
            "pci",
            """
            w=
            for d in /sys/bus/pci/devices/*; do
            test -r "$d/class" || continue
            IFS= read -r c <"$d/class"; IFS= read -r v <"$d/vendor"; IFS= read -r p <"$d/device"
            printf '%s %s %s\\n' "$c" "$v" "$p"
            case $c in 0x0302*|0x0c04*|0x12*) w=1 ;; esac
            done
            test -z "$w" || $T lspci -Dnn
            test -d /sys/bus/pci
            """),
        Question(
            "usb",
            """
            for d in /sys/bus/usb/devices/*; do
            test -r "$d/idVendor" || continue
            v= p= n= c=
            { IFS= read -r v <"$d/idVendor"; IFS= read -r p <"$d/idProduct"; IFS= read -r c <"$d/bDeviceClass"
            IFS= read -r n <"$d/product"; } 2>/dev/null
            printf '%s %s:%s %s\\n' "$c" "$v" "$p" "$n"
            done
            true
            """),
    ]

    /// Two readings half a second apart with nothing of ours between them, so that the scan does not measure itself.
    static let load: [Question] = [
        Question("load1", reading),
        Question("load2", "sleep 0.5 2>/dev/null || sleep 1\n" + reading),
    ]

    static let reading = "grep -H '' /proc/uptime /proc/stat /proc/diskstats /proc/net/dev"
}
