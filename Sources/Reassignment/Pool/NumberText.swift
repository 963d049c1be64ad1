internal import Estate

/// Whole numbers with white space between, one after the other.
struct NumberText {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private let source: String

    init(_ text: String, source: String) {
        bytes = Array(text.utf8)
        self.source = source
    }

    /// - Throws: ``Failure`` (refused) where the text ends, or something else than a number in the range follows.
    mutating func next(_ what: String, _ range: ClosedRange<Int>) throws(Failure) -> Int {
        skipSpace()
        let start = at
        var value = 0
        while at < bytes.count, (0x30...0x39).contains(bytes[at]), at - start < 18 {
            value = value * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        guard at > start else { throw damaged(at < bytes.count ? "\(what) is no number" : "it ends before \(what)") }
        guard at == bytes.count || Self.isSpace(bytes[at]) else { throw damaged("\(what) is no whole number") }
        guard range.contains(value) else {
            throw damaged("\(what) is \(value), not \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    mutating func next(_ count: Int, _ what: String, _ range: ClosedRange<Int>) throws(Failure) -> [Int] {
        var values: [Int] = []
        for _ in 0..<count { values.append(try next(what, range)) }
        return values
    }

    /// - Throws: ``Failure`` (refused) where more follows.
    mutating func end() throws(Failure) {
        skipSpace()
        guard at == bytes.count else { throw damaged("more follows than it announced") }
    }

    private mutating func skipSpace() {
        while at < bytes.count, Self.isSpace(bytes[at]) {
            if bytes[at] == 0x0A { line += 1 }
            at += 1
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    func damaged(_ because: String) -> Failure {
        Failure(
            "read the numbers", on: "\(source), line \(line)", because: because,
            next: "give a model and an assignment as the ROADEF/EURO challenge of 2012 writes them", exit: .refused)
    }
}
