internal import Estate

/// What boot media are to be built.
package struct MediaRequest: Sendable, Hashable {
    /// Where the ISO goes.
    package var output: String
    /// Where `vmlinuz`, `initrd.img` and a boot menu for PXE go; nil for none.
    package var pxeFolder: String?
    /// Public keys (lines of an `authorized_keys` file) that may log in as root; nobody else can.
    package var authorizedKeys: [String]
    package var network: MediaNetwork

    /// - Throws: ``Failure`` when there is no key, or one is not a public key.
    package init(
        output: String, pxeFolder: String? = nil, authorizedKeys: String, network: MediaNetwork = .dhcp
    ) throws {
        self.output = output
        self.pxeFolder = pxeFolder
        self.network = network
        self.authorizedKeys = authorizedKeys.split(whereSeparator: \.isNewline)
            .map { String($0) }.filter { !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace) }
        guard !self.authorizedKeys.isEmpty else { throw Self.refused("it holds no key") }
        if authorizedKeys.contains("PRIVATE KEY") { throw Self.refused("it is a private key") }
        for line in self.authorizedKeys where !Self.isPublicKey(line) {
            throw Self.refused("`\(line.prefix(40))` is not a public key")
        }
    }

    /// A line of `authorized_keys` without options: type, base64, comment (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
    private static func isPublicKey(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        guard words.count >= 2, line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            return false
        }
        let types = ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-"]
        return types.contains { words[0].hasPrefix($0) } && words[1].hasPrefix("AAAA")
    }

    private static func refused(_ because: String) -> Failure {
        Failure(
            "make boot media", on: "the operator's key", because: because,
            next: "give --key the .pub file of the key that p2v will log in with", exit: .refused)
    }
}
