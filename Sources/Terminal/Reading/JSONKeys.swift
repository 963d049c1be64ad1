/// The keys of a JSON text, which need not be right: Foundation keeps one of two that are the same and says nothing.
enum JSONKeys {
    /// The first key that stands twice in one object, and its line, counted from 1.
    static func twice(in text: String) -> (key: String, line: Int)? {
        var text = text
        return text.withUTF8 { bytes in
            var scan = Scan()
            guard let end = scan.end(in: bytes) else { return nil }
            return (String(decoding: bytes[scan.word], as: UTF8.self), 1 + bytes[..<end].count { $0 == newline })
        }
    }

    private static let newline = UInt8(ascii: "\n")

    /// The walk through a text: the keys of each object that is open, as places in the text.
    private struct Scan {
        /// The last string that was passed.
        private(set) var word = 0..<0
        private var sum: UInt64 = 0
        /// Keys of all open objects, the innermost last.
        private var keys: [(range: Range<Int>, sum: UInt64)] = []
        private var open: [Open] = []

        /// An open object or list.
        private struct Open {
            /// Where in `keys` its own begin.
            let begin: Int
            /// Of many keys: their sums, so that nobody looks through all of them for each.
            var sums: Set<UInt64>?
        }

        private static let few = 32

        /// - Returns: the place of the colon after the first key that stands twice; nil when there is none.
        mutating func end(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
            var place = 0
            while place < bytes.count {
                switch bytes[place] {
                case UInt8(ascii: "\""): place = pass(from: place + 1, bytes)
                // A list has no keys: it adds none.
                case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(Open(begin: keys.count))
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if let last = open.popLast() { keys.removeSubrange(last.begin...) }
                case UInt8(ascii: ":") where !add(bytes): return place
                default: break
                }
                place += 1
            }
            return nil
        }

        /// - Returns: the place of the quotation mark that ends the string, which becomes `word`.
        private mutating func pass(from begin: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
            var place = begin
            sum = 14_695_981_039_346_656_037
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                if bytes[place] == UInt8(ascii: "\\") { place += 1 }
                if place < bytes.count { sum = (sum ^ UInt64(bytes[place])) &* 1_099_511_628_211 }
                place += 1
            }
            word = begin..<min(place, bytes.count)
            return place
        }

        /// - Returns: whether the word is new among the keys of the innermost object.
        private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            guard let object = open.last else { return true }
            if object.sums?.contains(sum) ?? true {
                for key in keys[object.begin...]
                where key.sum == sum && bytes[key.range].elementsEqual(bytes[word]) { return false }
            }
            keys.append((word, sum))
            note(sum, count: keys.count - object.begin)
            return true
        }

        private mutating func note(_ sum: UInt64, count: Int) {
            let last = open.count - 1
            if count == Self.few { open[last].sums = Set(keys[open[last].begin...].map(\.sum)) }
            open[last].sums?.insert(sum)
        }
    }
}
