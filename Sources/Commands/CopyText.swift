internal import Terminal
internal import Transfer

/// What a copy did, for people.
enum CopyText {
    static func report(_ outcome: ImageCopy.Outcome) -> String {
        var table = Table(["PASS", "KIND", "CHUNKS", "READ", "SENT", "SECONDS"])
        for pass in outcome.passes {
            table.add([
                String(pass.number), pass.kind.rawValue, String(pass.chunksCopied), Bytes.text(pass.bytesRead),
                Bytes.text(pass.bytesSent), Fixed.text(pass.seconds, 1),
            ])
        }
        let proof =
            outcome.verified.map { "verified: \($0.chunks) chunks are equal, in \(Fixed.text($0.seconds, 1)) s" }
            ?? "not verified"
        return table.text + "\(outcome.location): \(proof)"
    }
}
