internal import Shell

extension Lab {
    /// A certificate authority of the lab's own, one certificate a host and one for the console. Made anew at each `up`.
    func makeCertificates() async throws {
        let pki = layout.pki
        try makeFolders([pki])
        try write("cn = \"p2v lab CA\"\nca\ncert_signing_key\nexpiration_days = 3650\n", to: pki + "/ca.info")
        try await certtool("--generate-privkey", "--key-type", "ed25519", "--outfile", pki + "/cakey.pem")
        try await certtool(
            "--generate-self-signed", "--load-privkey", pki + "/cakey.pem", "--template", pki + "/ca.info",
            "--outfile", pki + "/cacert.pem")
        for node in LabNode.hosts { try await certificate(node) }
        try await certificate(.mgmt)
        try await client()
    }

    private func certificate(_ node: LabNode) async throws {
        let base = layout.pki + "/" + node.rawValue
        let template = """
            organization = "p2v lab"
            cn = "\(node.rawValue)"
            ip_address = "\(node.address)"
            dns_name = "\(node.rawValue)"
            tls_www_server
            tls_www_client
            encryption_key
            signing_key
            expiration_days = 3650

            """
        try write(template, to: base + ".info")
        try await certtool("--generate-privkey", "--key-type", "rsa", "--bits", "2048", "--outfile", base + ".key")
        try await certtool(
            "--generate-certificate", "--load-privkey", base + ".key", "--load-ca-certificate",
            layout.pki + "/cacert.pem", "--load-ca-privkey", layout.pki + "/cakey.pem", "--template", base + ".info",
            "--outfile", base + ".pem")
    }

    /// The console's client certificate, as libvirt's `pkipath` wants it.
    private func client() async throws {
        let pki = layout.pki
        try makeFolders([pki + "/client"])
        try await run("cp", pki + "/cacert.pem", pki + "/client/cacert.pem")
        try await run("cp", pki + "/mgmt.pem", pki + "/client/clientcert.pem")
        try await run("cp", pki + "/mgmt.key", pki + "/client/clientkey.pem")
    }

    /// A host's certificates where libvirtd and QEMU look for them, below the host's own `/etc/pki`.
    func installCertificates(_ node: LabNode) async throws {
        let (pki, own) = (layout.pki, layout.folder(node) + "/pki")
        try makeFolders([own + "/CA", own + "/libvirt/private", own + "/qemu"])
        try await run("cp", pki + "/cacert.pem", own + "/CA/cacert.pem")
        try await run("cp", pki + "/cacert.pem", own + "/qemu/ca-cert.pem")
        let (certificate, key) = ("\(pki)/\(node.rawValue).pem", "\(pki)/\(node.rawValue).key")
        for role in ["server", "client"] {
            try await run("cp", certificate, own + "/libvirt/\(role)cert.pem")
            try await run("cp", key, own + "/libvirt/private/\(role)key.pem")
            try await run("cp", certificate, own + "/qemu/\(role)-cert.pem")
            try await run("cp", key, own + "/qemu/\(role)-key.pem")
        }
    }

    private func certtool(_ arguments: String...) async throws {
        try await Shell.check(Command(["certtool"] + arguments))
    }
}
