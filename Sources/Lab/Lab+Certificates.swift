internal import Estate
internal import Shell

extension Lab {
    /// One authority for the lab; a certificate for each host and for the console.
    func makeCertificates() async throws {
        guard !LocalFile.exists(layout.clientPKI + "/clientkey.pem") else { return }
        try LocalFile.makeFolder(layout.pki, mode: 0o700)
        let names = (Node.hosts + [.mgmt]).map { "\($0.rawValue)=\($0.address ?? "")" }
        try await Shell.check(Command(["bash", layout.lib + "/certificates.sh", layout.pki] + names))
        for host in Node.hosts { try await placeCertificates(of: host) }
        try await place(
            [("cacert.pem", "cacert.pem"), ("mgmt/cert.pem", "clientcert.pem"), ("mgmt/key.pem", "clientkey.pem")],
            in: layout.clientPKI)
    }

    /// As libvirt (`/etc/pki/CA`, `/etc/pki/libvirt`) and QEMU's migration (`/etc/pki/qemu`) look for them. A host is
    /// also a client: of the other host, when a VM migrates from peer to peer.
    private func placeCertificates(of host: Node) async throws {
        let name = host.rawValue
        var files = [("cacert.pem", "CA/cacert.pem"), ("cacert.pem", "qemu/ca-cert.pem")]
        for role in ["server", "client"] {
            files += [
                ("\(name)/cert.pem", "libvirt/\(role)cert.pem"), ("\(name)/key.pem", "libvirt/private/\(role)key.pem"),
                ("\(name)/cert.pem", "qemu/\(role)-cert.pem"), ("\(name)/key.pem", "qemu/\(role)-key.pem"),
            ]
        }
        try await place(files, in: layout.folder(host) + "/pki")
    }

    private func place(_ files: [(from: String, to: String)], in folder: String) async throws {
        for file in files {
            guard let text = LocalFile.text(layout.pki + "/" + file.from) else {
                throw LocalFile.failure("read a certificate", layout.pki + "/" + file.from)
            }
            let target = folder + "/" + file.to
            let parent = target.split(separator: "/").dropLast().joined(separator: "/")
            try LocalFile.makeFolder("/" + parent)
            try LocalFile.write(text, to: target, mode: file.to.contains("key") ? 0o600 : 0o644)
        }
    }
}
