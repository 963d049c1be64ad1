extension Question {
    /// Small files, all read by one `grep`: on a slow server each program that starts costs more than what it reads.
    ///
    /// Every line comes with its file's name before it, so a file's content cannot pass for another's.
    static let fileNames = [
        "/proc/uptime", "/proc/meminfo", "/proc/cmdline", "/proc/cpuinfo", "/proc/mdstat", "/proc/swaps",
        "/proc/self/mounts", "/proc/self/mountinfo", "/proc/modules", "/proc/net/ipv6_route",
        "/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "/sys/devices/system/cpu/cpu0/cpufreq/base_frequency",
        "/sys/devices/system/cpu/cpu0/cpufreq/scaling_available_frequencies",
        "/sys/devices/system/cpu/cpu0/acpi_cppc/nominal_freq", "/proc/net/vlan/config", "/etc/os-release",
        "/usr/lib/os-release", "/etc/redhat-release",
        "/etc/SuSE-release", "/etc/debian_version", "/etc/lsb-release", "/etc/alpine-release", "/etc/adjtime",
        "/etc/sysconfig/clock", "/etc/default/rcS", "/etc/conf.d/hwclock", "/etc/timezone", "/etc/machine-id",
        "/var/lib/dbus/machine-id", "/etc/resolv.conf", "/run/systemd/resolve/resolv.conf", "/etc/default/grub",
        "/etc/mdadm.conf", "/etc/mdadm/mdadm.conf",
        "/etc/initramfs-tools/initramfs.conf", "/etc/initramfs-tools/modules", "/etc/dracut.conf",
        "/etc/mkinitcpio.conf", "/etc/sysconfig/kernel",
    ]

    private static let patterns = [
        "/proc/net/bonding/*", "/etc/initramfs-tools/conf.d/*", "/usr/lib/dracut/dracut.conf.d/*.conf",
        "/etc/dracut.conf.d/*.conf", "/etc/cmdline.d/*.conf",
    ]

    static let files = Question("files", "grep -H '' \((fileNames + patterns).joined(separator: " \\\n"))")
}
