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

    /// Where programs are; root's own PATH may lack some of these.
    static let folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// Packages that are missing, sorted.
    ///
    /// - Parameter has: whether a file is there and can be run.
    static func missing(_ has: (String) -> Bool) -> [String] {
        let absent =
            all.filter { need in !folders.contains { has($0 + "/" + need.program) } }
            + files.filter { !has($0.program) }
        return Set(absent.map { $0.package }).sorted()
    }

    static func check() throws(Failure) {
        let packages = missing { LocalFile.exists($0) }
        guard packages.isEmpty else {
            throw Failure(
                "start the lab", on: "this machine",
                because: "Debian packages are missing: \(packages.joined(separator: " "))",
                next: "apt-get install --no-install-recommends \(packages.joined(separator: " "))", exit: .refused)
        }
    }
}
