internal import Estate
internal import Foundation
internal import Shell

/// The key that the media show to ssh clients. It is kept beside the ISO, so that new media show the same key.
///
/// Whoever has the media has this key: it proves that the machine runs these media, no more.
struct HostKey: Sendable {
    /// The file of the private key, in dropbear's format.
    var file: String
    /// `ssh-ed25519 AAAA…`.
    var publicKey: String
    /// `SHA256:…`.
    var fingerprint: String

    static func file(beside iso: String) -> String { "\(iso).hostkey" }
    static func knownHostsFile(beside iso: String) -> String { "\(iso).known_hosts" }
    static func clientFile(beside iso: String) -> String { "\(iso).ssh_config" }

    static func make(beside iso: String, _ programs: MediaPrograms) async throws -> HostKey {
        let file = file(beside: iso)
        if !FileManager.default.fileExists(atPath: file) {
            try await Shell.check(Command([programs.path("dropbearkey"), "-t", "ed25519", "-f", file]))
        }
        let text = try await Shell.check(Command([programs.path("dropbearkey"), "-y", "-f", file]))
        let lines = text.split(separator: "\n")
        guard let key = lines.first(where: { $0.hasPrefix("ssh-ed25519 ") }),
            let print = lines.first(where: { $0.hasPrefix("Fingerprint: ") })?.split(separator: " ").last
        else {
            throw Failure(
                "read the media's host key", on: file, because: "dropbearkey does not show it",
                next: "remove the file, so that a new key is made")
        }
        let words = key.split(separator: " ").prefix(2).joined(separator: " ")
        return HostKey(file: file, publicKey: words, fingerprint: String(print))
    }

    /// Settings for ssh that expect this key under whatever address the machine has.
    func writeClientFiles(beside iso: String) throws {
        let hosts = URL(fileURLWithPath: Self.knownHostsFile(beside: iso)).standardizedFileURL.path
        try Data("p2v-boot \(publicKey)\n".utf8).write(to: URL(fileURLWithPath: hosts))
        let settings = """
            # For a machine started from \(URL(fileURLWithPath: iso).lastPathComponent): its host key is known here.
            Host *
                HostKeyAlias p2v-boot
                UserKnownHostsFile "\(hosts)"
            Include ~/.ssh/config

            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: Self.clientFile(beside: iso)))
    }
}
