internal import Estate

/// A program with its arguments, as argv: nothing is quoted, nothing is expanded.
package struct Command: Sendable, Hashable {
    package var arguments: [String]
    /// Changes to the environment; nil removes a variable.
    package var environment: [String: String?]
    /// What the program reads from standard input.
    package var input: [UInt8]
    /// Starts the program in a session of its own, so that the terminal's Ctrl-C does not reach it.
    package var ownSession: Bool

    package init(
        _ arguments: [String], environment: [String: String?] = [:], input: [UInt8] = [], ownSession: Bool = false
    ) {
        precondition(!arguments.isEmpty, "a command has a program")
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.ownSession = ownSession
    }

    package init(_ arguments: String..., input: String = "") {
        self.init(arguments, input: Array(input.utf8))
    }

    func failure(because reason: String) -> Failure {
        Failure(
            "run \(arguments[0])", on: "this machine", because: reason,
            next: "check that \(arguments[0]) is installed and that this user may run it")
    }

    func failure(of output: Output) -> Failure {
        let tail = output.standardError.split(separator: "\n").suffix(4).joined(separator: "\n")
        return Failure(
            "run \(arguments.prefix(6).joined(separator: " "))", on: "this machine",
            because: "it ended with status \(output.status): \(tail.isEmpty ? "it printed no error" : tail)",
            next: "run it by hand to see more")
    }
}

/// What a finished command left.
package struct Output: Sendable, Hashable {
    /// Exit code, or 128 + the signal that ended it.
    package var status: Int32
    package var standardOutput: [UInt8]
    package var standardError: String

    package init(status: Int32, standardOutput: [UInt8], standardError: String) {
        self.status = status
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// Standard output as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: standardOutput, as: UTF8.self) }
}
