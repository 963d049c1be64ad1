internal import Estate

/// A program that the lab needs, and the Debian package that has it.
struct Requirement: Sendable, Hashable {
    var program: String
    var package: String

    static let all: [Requirement] = [
        ("ip", "iproute2"), ("unshare", "util-linux"), ("nsenter", "util-linux"), ("certtool", "gnutls-bin"),
        ("libvirtd", "libvirt-daemon"), ("virsh", "libvirt-clients"), ("qemu-system-x86_64", "qemu-system-x86"),
        ("qemu-img", "qemu-utils"), ("ganesha.nfsd", "nfs-ganesha"), ("rpcbind", "rpcbind"),
        ("nfs-ls", "libnfs-utils"), ("ssh", "openssh-client"), ("ssh-keygen", "openssh-client"),
        ("mmdebstrap", "mmdebstrap"), ("mke2fs", "e2fsprogs"), ("sfdisk", "fdisk"), ("grub-mkimage", "grub-common"),
        ("mkswap", "util-linux"), ("dnsmasq", "dnsmasq-base"), ("dig", "bind9-dnsutils"), ("cpio", "cpio"),
        ("zstd", "zstd"),
    ].map { Requirement(program: $0.0, package: $0.1) }

    /// Files of packages that have no program.
    static let files: [Requirement] = [
        Requirement(program: "/usr/lib/x86_64-linux-gnu/ganesha/libfsalvfs.so", package: "nfs-ganesha-vfs"),
        Requirement(program: "/usr/lib/grub/i386-pc/boot.img", package: "grub-pc-bin"),
        Requirement(program: "/bin/busybox", package: "busybox-static"),
    ]

    /// What the other servers of a room are made with.
    static let room: [Requirement] = [
        Requirement(program: "losetup", package: "mount"), Requirement(program: "lvcreate", package: "lvm2"),
        Requirement(program: "mkfs.vfat", package: "dosfstools"), Requirement(program: "mmd", package: "mtools"),
        Requirement(program: "/usr/lib/grub/x86_64-efi/normal.mod", package: "grub-efi-amd64-bin"),
        Requirement(program: "/usr/share/OVMF/OVMF_VARS_4M.fd", package: "ovmf"),
    ]

    /// Where programs are; root's own PATH may lack some of these.
    static let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// Packages that are missing, sorted.
    ///
    /// - Parameter has: whether a file is there and can be run.
    static func missing(_ needs: [Requirement] = all + files, _ has: (String) -> Bool) -> [String] {
        let absent = needs.filter { need in
            need.program.hasPrefix("/") ? !has(need.program) : !folders.contains { has($0 + "/" + need.program) }
        }
        return Set(absent.map { $0.package }).sorted()
    }

    static func check(_ needs: [Requirement] = all + files) throws(Failure) {
        let packages = missing(needs) { LocalFile.exists($0) }
        guard packages.isEmpty else {
            throw Failure(
                "start the lab", on: "this machine",
                because: "Debian packages are missing: \(packages.joined(separator: " "))",
                next: "apt-get install --no-install-recommends \(packages.joined(separator: " "))", exit: .refused)
        }
    }
}
