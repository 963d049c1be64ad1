/// Whether a write that a guest was told is safe survives a power cut of the SR's server.
///
/// QEMU's own NFS client, which `nfs://` in a pool file means, does not look at the verifier of COMMIT (RFC 1813, 3.3.21):
/// what the server lost in a restart between WRITE and COMMIT stays lost. The kernel's client looks, and sends it again.
package struct GuestWritesCheck: Check {
    private let name: String
    private let url: String

    package init(_ name: String, url: String) {
        self.name = name
        self.url = url
    }

    package func findings() async -> [Finding] {
        guard url.hasPrefix("nfs://") else { return [] }
        return [
            Finding(
                .storage, .warning, name,
                "guests write through QEMU's own NFS client: a power cut of the server can lose what a guest has flushed",
                hint: "mount the export on every host at one path and write file:///PATH in the pool file, unless the "
                    + "server writes synchronously")
        ]
    }
}
