/// Case 53: a crash kernel's initramfs knows the server's disks only; its service builds a new one when it is gone.
struct CrashKernels: Decider {
    let id = "crash-kernel"
    let cases = [53]
    let reads: [String] = []
    let looks = [
        "/boot/initramfs-*kdump.img", "/boot/initrd-*kdump", "/boot/initrd-*-kdump",
        "/var/lib/kdump/initramfs-tools/initrd.img-*",
    ]

    func decide(_ draft: inout Draft) {
        for path in draft.facts.paths.sorted() where looks.contains(where: { Glob.matches(path, $0) }) {
            draft.setAside(
                path, found: "a crash kernel's initramfs for the server's disks",
                why: "a crash dump could not be written; the service builds it anew when it is missing")
        }
    }
}
