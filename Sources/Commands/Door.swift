internal import Estate
internal import Foundation

// Where text leaves p2v for a terminal. Names and words that came from elsewhere are safe in it already, each as one line;
// what was forgotten is shown here, not obeyed.

/// Hears what is said, in place of the terminal: a test.
enum Door {
    @TaskLocal static var witness: (@Sendable (String) -> Void)?
}

/// Standard output, in place of Swift's own.
func print(_ text: String, terminator: String = "\n") {
    if let witness = Door.witness { return witness(text) }
    Swift.print(Sanitised.page(text), terminator: terminator)
}

/// Standard error: one line, or the two of a ``Failure``.
func complain(_ text: String) {
    if let witness = Door.witness { return witness(text) }
    FileHandle.standardError.write(Data((Sanitised.page(text) + "\n").utf8))
}

/// Works, and says what is being done where that takes more than a second and a half: silence looks like a fault.
func saying<Result>(_ what: String, _ work: () async throws -> Result) async rethrows -> Result {
    let late = Task {
        try await Task.sleep(for: .seconds(1.5))
        complain(Sanitised.line(what))
    }
    defer { late.cancel() }
    return try await work()
}
