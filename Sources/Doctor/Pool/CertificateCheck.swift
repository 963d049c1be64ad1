internal import Estate
internal import Shell

/// A certificate is valid for long enough: this machine's own in a file, or the one that a host's libvirtd shows.
/// The certificates that QEMU uses among hosts cannot be seen from here.
package struct CertificateCheck: Check {
    package enum Place: Sendable, Hashable {
        case file(String)
        /// A TLS port: libvirtd's is 16514.
        case server(host: String, port: Int)
    }

    private let subject: String
    private let place: Place

    package init(_ subject: String, _ place: Place) {
        self.subject = subject
        self.place = place
    }

    package func findings() async -> [Finding] {
        do {
            let pem = try await certificate()
            let text = try await openssl(["x509", "-noout", "-enddate"], pem)
            guard text.status == 0 else {
                return [
                    Finding(
                        .pool, .problem, subject, "shows no certificate",
                        hint: "check that its libvirtd listens for TLS, and the certificate's file")
                ]
            }
            let end = text.text.split(separator: "=").last.map { $0.split { $0.isNewline }.joined() } ?? "?"
            let valid = try await openssl(["x509", "-noout", "-checkend", "0"], pem).status == 0
            let lasting = try await openssl(["x509", "-noout", "-checkend", String(30 * 86400)], pem).status == 0
            return [finding(valid: valid, lasting: lasting, end: end)]
        } catch {
            return [Finding(.pool, subject, error, hint: "look at the certificate with openssl x509")]
        }
    }

    private func finding(valid: Bool, lasting: Bool, end: String) -> Finding {
        if !valid {
            return Finding(
                .pool, .problem, subject, "its certificate ended on \(end)", hint: "make a new one from the pool's CA")
        }
        if !lasting {
            return Finding(
                .pool, .warning, subject, "its certificate ends within 30 days, on \(end)",
                hint: "make a new one from the pool's CA")
        }
        return Finding(.pool, .ok, subject, "its certificate is valid until \(end)")
    }

    /// What openssl prints around the certificate is skipped by its own reader.
    private func certificate() async throws -> [UInt8] {
        switch place {
        case .file(let path):
            return try await openssl(["x509", "-in", path], []).standardOutput
        case .server(let host, let port):
            return try await openssl(["s_client", "-connect", "\(host):\(port)"], []).standardOutput
        }
    }

    private func openssl(_ arguments: [String], _ input: [UInt8]) async throws -> Output {
        try await Shell.run(Command(["openssl"] + arguments, input: input), limit: 1 << 20)
    }
}

extension CertificateCheck {
    /// The checks that a libvirt URI calls for; none where it does not use TLS.
    ///
    /// - Parameter uri: `qemu+tls://hosta:16514/system?pkipath=/root/pki`.
    package static func checks(host: String, uri: String) -> [CertificateCheck] {
        let parts = uri.split(separator: "?", maxSplits: 1)
        guard let address = parts.first, let start = address.firstRange(of: "://")?.upperBound,
            address.prefix(upTo: start).contains("+tls")
        else { return [] }
        let authority = address[start...].prefix { $0 != "/" }
        let name = authority.prefix { $0 != ":" }
        let port = authority.contains(":") ? Int(authority.drop { $0 != ":" }.dropFirst()) ?? 16514 : 16514
        guard !name.isEmpty, !name.hasPrefix("-") else { return [] }
        let folder = parts.count > 1 ? parts[1].split(separator: "&").first { $0.hasPrefix("pkipath=") } : nil
        let file =
            folder.map { "\($0.dropFirst("pkipath=".count))/clientcert.pem" } ?? "/etc/pki/libvirt/clientcert.pem"
        return [
            CertificateCheck("\(host) client", .file(file)),
            CertificateCheck("\(host) TLS", .server(host: String(name), port: port)),
        ]
    }
}
