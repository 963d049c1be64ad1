internal import Estate
internal import Foundation
internal import Terminal
internal import DiskCopying

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
        var words = [proof(outcome)]
        if let held = outcome.heldSeconds { words.append("the source was held still for \(Fixed.text(held, 1)) s") }
        if let holes = outcome.holes {
            let bytes = holes.reduce(0) { $0 + $1.end - $1.first }
            words.append("\(holes.count) place(s) could not be read (\(Bytes.text(bytes))), zeros in the image: ")
            words[words.count - 1] += holes.prefix(8).map { "\($0.first)-\($0.end)" }.joined(separator: ", ")
        }
        return table.text + "\(outcome.location): \(words.joined(separator: "; "))"
    }

    private static func proof(_ outcome: ImageCopy.Outcome) -> String {
        guard let verified = outcome.verified else { return "not verified" }
        return "verified: \(verified.chunks) chunks are equal, in \(Fixed.text(verified.seconds, 1)) s"
            + meanwhile(verified.writes) + (verified.free.map { $0.words.isEmpty ? "" : "; " + $0.words } ?? "")
    }

    private static func meanwhile(_ writes: WritesMeanwhile) -> String {
        switch writes {
        case .held, .none: ", and nothing was written to the disk meanwhile"
        case .seen: ", and the disk was written meanwhile"
        case .unwatched: "; the image is the disk as it was when the comparison began: nobody watched for writes since"
        }
    }

    /// Says on standard error what the last pass will cost, before it begins.
    static func tell(_ expected: OutagePrediction) {
        let (seconds, remaining) = (Fixed.text(expected.seconds, 1), Bytes.text(UInt64(expected.remainingBytes)))
        let rate = Bytes.text(UInt64(expected.dirtyBytesPerSecond))
        let text = "Holding the source still: about \(seconds) s, for \(remaining) (it writes \(rate)/s)\n"
        FileHandle.standardError.write(Data(text.utf8))
    }
}
