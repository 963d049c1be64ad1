internal import Estate
internal import Shell

/// In which boot of a server a copy began. After another one `sda` may be another disk, of the same size at that.
enum ServerBoot {
    private static let file = "/proc/sys/kernel/random/boot_id"
    /// A line of shell.
    static let question = "cat \(file)"
    /// What a command says on standard error where it is another.
    private static let words = "p2v: the server was started anew"

    /// - Returns: nil where it is not known.
    static func id(of host: SourceHost) async -> String? {
        guard case .server(let connection) = host,
            let output = try? await connection.run(script: question), output.status == 0
        else { return nil }
        return id(output.text)
    }

    /// Letters, digits and dashes only: it becomes part of a command.
    static func id(_ text: String) -> String? {
        guard let word = text.split(whereSeparator: \.isWhitespace).first.map({ String($0) }), word.utf8.count == 36,
            word.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || Character(UnicodeScalar($0)).isHexDigit })
        else { return nil }
        return word
    }

    /// A line of shell that ends a script in another boot than `id`.
    static func check(_ id: String) -> String {
        "[ \"`cat \(file)`\" = \(id) ] || { echo '\(words)' >&2; exit 92; }"
    }

    /// - Returns: nil where standard error does not say so.
    static func refusal(_ standardError: String, on disk: String) -> Failure? {
        guard standardError.contains(words) else { return nil }
        return refusal("the server was started anew meanwhile, and its disks may have other names now", disk)
    }

    /// A connection is lost, and nobody could say whether the next one reaches the same disk.
    static func unknown(on disk: String) -> Failure {
        refusal("the way was cut, and it is not known whether the server was started anew meanwhile", disk)
    }

    private static func refusal(_ because: String, _ disk: String) -> Failure {
        Failure(
            "go on with the disk", on: disk, because: because,
            next: "see that it is the same disk still (lsblk -o NAME,SERIAL,SIZE), then run again with --resume",
            exit: .refused)
    }
}
