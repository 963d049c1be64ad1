/// A line of `/etc/fstab` (fstab(5)); options, and all after the second field, may be left out.
struct FstabEntry: Hashable {
    var source: String
    var target: String
    var type: String
    var options: [String]

    init?(_ line: String) {
        let words = line.words
        guard words.count >= 2, !line.isComment else { return nil }
        source = words[0].unquoted
        target = words[1]
        type = words.count >= 3 ? words[2] : "auto"
        options = words.count >= 4 ? words[3].split(separator: ",").map { String($0) } : []
    }

    /// The start does not stop without it: it is not wanted, or comes with the network (systemd.mount(5), "_netdev"), or
    /// when somebody looks into it.
    var isOptional: Bool {
        ["nofail", "noauto", "_netdev", "x-systemd.automount"].contains(where: options.contains)
    }

    /// Only tools of another hypervisor can mount it.
    var isOfAnotherHypervisor: Bool { ["vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "prl_fs"].contains(type) }

    /// The start cannot go on without it, whatever its options say.
    var isVital: Bool { ["/", "/usr"].contains(target) }

    /// A disk's name, by place, UUID or label; not `proc`, nor a server's export.
    var isDevice: Bool {
        source.hasPrefix("/dev/")
            || ["UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=", "ID="].contains { source.hasPrefix($0) }
    }
}
