internal import Estate
internal import Shell

/// What a `p2v-source` that did not start means.
enum SourceFailure {
    /// What was attempted where the server cannot run the program at all.
    static let running = "run p2v-source"

    /// - Parameters:
    ///   - words: what the command wrote to standard error.
    ///   - otherwise: what the client saw.
    static func make(_ words: String, _ otherwise: String, host: SourceHost, device: String) -> Failure {
        if let refusal = ServerBoot.refusal(words, on: host.name(of: device)) { return refusal }
        let cannotRun = ["Exec format error", "cannot execute", "no folder where programs may run", "not found"]
        if cannotRun.contains(where: { words.contains($0) }) {
            return Failure(
                running, on: host.name(of: device), because: words,
                next: "stop what writes to its disks and copy them cold: p2v copy reads with the server's own dd then",
                exit: .refused)
        }
        if words.contains("p2v-source:") {
            return Failure(
                "read the disk", on: host.name(of: device), because: words,
                next: "check the device name, and that the login may read disks (root)")
        }
        switch host {
        case .server(let connection): return connection.failure(words.isEmpty ? otherwise : words)
        case .thisMachine:
            return Failure(
                "read the disk", on: device, because: words.isEmpty ? otherwise : words, next: "check the path")
        }
    }
}
