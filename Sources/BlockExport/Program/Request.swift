/// What `p2v-source` was asked to do.
///
/// ```
/// p2v-source serve  DEVICE [--limit BYTES/S] [--whole] [--trace] [--workers N] [--eager]
/// p2v-source size   DEVICE
/// p2v-source freeze MOUNT… [--seconds N]
/// ```
/// `--remove-self` unlinks the program's file at the start. `--whole` ignores what file systems say is free.
/// `--trace` watches what is written, for the context `p2v:dirty`. `--eager` does not stand back for other programs.
struct Request {
    enum Verb: String {
        case serve, size, freeze
    }

    var verb: Verb
    var operands: [String] = []
    /// Bytes a second; nil is as fast as it goes.
    var limit: UInt64?
    var wholeDevice = false
    var trace = false
    var removeSelf = false
    var isEager = false
    var workers = 4
    /// The longest freeze.
    var seconds: UInt32 = 30

    static let usage = "usage: p2v-source serve|size DEVICE, or p2v-source freeze MOUNT…"

    init(_ arguments: [String]) throws(ExportError) {
        guard let first = arguments.first, let verb = Verb(rawValue: first) else { throw ExportError(Self.usage) }
        self.verb = verb
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            switch word {
            case "--whole": wholeDevice = true
            case "--remove-self": removeSelf = true
            case "--trace": trace = true
            case "--eager": isEager = true
            case "--limit": limit = try Self.number(rest.popFirst(), of: word)
            case "--workers": workers = Int(min(16, try Self.number(rest.popFirst(), of: word)))
            case "--seconds": seconds = UInt32(min(3600, try Self.number(rest.popFirst(), of: word)))
            default:
                guard !word.hasPrefix("-") else { throw ExportError("unknown option \(word)\n\(Self.usage)") }
                operands.append(word)
            }
        }
        guard operands.count == 1 || (verb == .freeze && !operands.isEmpty) else { throw ExportError(Self.usage) }
    }

    private static func number(_ text: String?, of option: String) throws(ExportError) -> UInt64 {
        guard let text, let value = UInt64(text), value > 0 else {
            throw ExportError("\(option) needs a whole number above 0")
        }
        return value
    }
}
