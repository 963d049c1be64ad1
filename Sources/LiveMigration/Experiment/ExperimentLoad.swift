package import Estate

/// What the machine does while it moves.
package enum ExperimentLoad: Sendable, Hashable, CustomStringConvertible {
    case idle
    /// This many lookups a second beside the probes, answered by the machine and counted nowhere.
    case dns(perSecond: Int)
    /// A process writes so many MiB a second, over and over into a set of so many MiB.
    case writer(mebibytesPerSecond: Int, set: Int)

    /// The set of a writer that names none, in MiB.
    package static let usualSet = 64

    /// Reads `idle`, `dns:200`, `writer:40`, `writer:40/128`.
    ///
    /// - Throws: ``Failure`` (refused) for anything else.
    package init(_ text: String) throws(Failure) {
        let words = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let numbers = words.dropFirst().flatMap { $0.split(separator: "/", omittingEmptySubsequences: false) }
            .map { Int($0) ?? 0 }
        let rate = numbers.first ?? 0
        switch (words[0], numbers.count) {
        case ("idle", 0): self = .idle
        case ("dns", 1) where (1...1000).contains(rate): self = .dns(perSecond: rate)
        case ("writer", 1) where (1...4000).contains(rate):
            self = .writer(mebibytesPerSecond: rate, set: Self.usualSet)
        case ("writer", 2) where (1...4000).contains(rate) && (4...4096).contains(numbers[1]):
            self = .writer(mebibytesPerSecond: rate, set: numbers[1])
        default:
            throw Failure(
                "read the load", on: text, because: "it is no load",
                next: "write idle, dns:RATE (1 to 1000 a second), writer:RATE or writer:RATE/SET (MiB/s, MiB)",
                exit: .refused)
        }
    }

    package var description: String {
        switch self {
        case .idle: "idle"
        case .dns(let rate): "dns:\(rate)"
        case .writer(let rate, let set): set == Self.usualSet ? "writer:\(rate)" : "writer:\(rate)/\(set)"
        }
    }
}
