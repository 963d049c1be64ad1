/// What `p2v-source` was asked to do.
///
/// ```
/// p2v-source serve  DEVICE [--limit BYTES/S] [--whole] [--workers N]
/// p2v-source digest DEVICE --chunk BYTES [--range FIRST-END] [--limit BYTES/S] [--whole] [--workers N]
/// p2v-source size   DEVICE
/// p2v-source freeze MOUNT… [--seconds N]
/// ```
/// `--remove-self` unlinks the program's file at the start. `--whole` ignores what file systems say is free.
struct Request {
    enum Verb: String {
        case serve, digest, size, freeze
    }

    var verb: Verb
    var operands: [String] = []
    /// Bytes a chunk of `digest`; a multiple of 4096.
    var chunkBytes = 1 << 20
    /// Chunks to digest: first index and the index after the last.
    var range: Range<UInt64>?
    /// Bytes a second; nil is as fast as it goes.
    var limit: UInt64?
    var wholeDevice = false
    var removeSelf = false
    var workers = 4
    /// The longest freeze.
    var seconds: UInt32 = 30

    static let usage = "usage: p2v-source serve|digest|size DEVICE, or p2v-source freeze MOUNT…"

    init(_ arguments: [String]) throws(ExportError) {
        guard let first = arguments.first, let verb = Verb(rawValue: first) else { throw ExportError(Self.usage) }
        self.verb = verb
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            switch word {
            case "--whole": wholeDevice = true
            case "--remove-self": removeSelf = true
            case "--chunk": chunkBytes = Int(try Self.number(rest.popFirst(), of: word))
            case "--limit": limit = try Self.number(rest.popFirst(), of: word)
            case "--workers": workers = Int(min(16, try Self.number(rest.popFirst(), of: word)))
            case "--seconds": seconds = UInt32(min(3600, try Self.number(rest.popFirst(), of: word)))
            case "--range": range = try Self.range(rest.popFirst())
            default:
                guard !word.hasPrefix("-") else { throw ExportError("unknown option \(word)\n\(Self.usage)") }
                operands.append(word)
            }
        }
        guard operands.count == 1 || (verb == .freeze && !operands.isEmpty) else { throw ExportError(Self.usage) }
        guard chunkBytes % 4096 == 0, chunkBytes <= 64 << 20 else {
            throw ExportError("--chunk is a multiple of 4096 up to 64 MiB")
        }
    }

    private static func number(_ text: String?, of option: String) throws(ExportError) -> UInt64 {
        guard let text, let value = UInt64(text), value > 0 else {
            throw ExportError("\(option) needs a whole number above 0")
        }
        return value
    }

    private static func range(_ text: String?) throws(ExportError) -> Range<UInt64> {
        let parts = (text ?? "").split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
        guard parts.count == 2, let first = parts[0], let end = parts[1], first <= end else {
            throw ExportError("--range is FIRST-END, in chunks")
        }
        return first..<end
    }
}
