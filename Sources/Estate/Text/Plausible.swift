/// A value that a person may have written, and that can say what is wrong with it: how files are read refuses it then, with
/// its line.
package protocol Plausible {
    /// The first flaw; nil when there is none.
    var flaw: Flaw? { get }
}

/// What is wrong with a value that was read.
package struct Flaw: Error, Sendable, Hashable {
    /// The key of the value that is wrong; nil: the whole.
    package var key: String?
    /// A name among those that the key holds.
    package var inside: String?
    /// In words: "is -1, not 1 to 4096".
    package var because: String

    package init(_ key: String? = nil, _ because: String) {
        self.key = key
        self.because = because
    }

    /// `memoryMiB is -1, not 1 to 4096`.
    package var words: String { path.isEmpty ? because : path.joined(separator: ".") + " " + because }

    package var path: [String] { [key, inside].compactMap(\.self) }

    /// The first of these numbers that is not in its range; absent ones are passed over.
    package static func first(_ numbers: Check?...) -> Flaw? { first(of: numbers) }

    package static func first(of numbers: [Check?]) -> Flaw? {
        for case .some(let number) in numbers { return number.flaw }
        return nil
    }

    /// The first name that stands twice, in the list of `key`.
    package static func twice(_ key: String, _ names: some Sequence<String>) -> Flaw? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }.map { Flaw(key, "names \"\($0)\" twice") }
    }

    /// A number that is not in its range. Most are, so that words are made for those only that are not.
    package struct Check: Sendable {
        let flaw: Flaw

        /// Nil where the number is right, or absent.
        package init?(_ key: String?, _ number: Double?, _ range: ClosedRange<Double>) {
            guard let number, !range.contains(number) else { return nil }
            flaw = Flaw(
                key, "is \(Self.text(number)), not \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
        }

        package init?(_ key: String?, inside: String? = nil, _ number: Int?, _ range: ClosedRange<Int>) {
            guard let number, !range.contains(number) else { return nil }
            var flaw = Flaw(key, "is \(number), not \(range.lowerBound) to \(range.upperBound)")
            flaw.inside = inside
            self.flaw = flaw
        }

        private static func text(_ number: Double) -> String {
            number.rounded() == number && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
        }
    }
}
