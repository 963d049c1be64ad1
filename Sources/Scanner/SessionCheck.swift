internal import Estate
internal import Shell

/// Whether a session was one: a pure reading of how it ended.
struct SessionCheck {
    let answers: Answers
    let output: Output
    let connection: SSHConnection
    let timeout: Int

    /// Nil when there is something to build a profile from.
    var failure: Failure? {
        guard let kernel = answers.kernel else { return neverStarted }
        guard kernel == "Linux" else {
            return fail(
                "the server runs \(kernel.isEmpty ? "an unknown system" : String(kernel.prefix(40))), not Linux",
                "p2v converts Linux servers; leave this one out of the list", exit: .refused)
        }
        if answers.sections.isEmpty {
            return fail("\(answers.cutShort): not one question was answered", "check the network and the server's load")
        }
        return nil
    }

    private var neverStarted: Failure {
        if output.status == 124 || output.status == 137 {
            return fail(
                "no answer within \(timeout) s",
                "check the server's load and name service, or give it a longer --timeout")
        }
        if output.status == 255 { return connection.failure(output.standardError) }
        // A banner comes first on standard error: what the shell says is last.
        let said = output.standardError.lastLine ?? output.text.lastLine
        return fail(
            "the login shell did not run /bin/sh: \(said.map { String($0.prefix(200)) } ?? "it printed nothing")",
            "give the user an ordinary shell, or scan with another user", exit: .error)
    }

    private func fail(_ because: String, _ next: String, exit: Exit = .error) -> Failure {
        Failure("scan", on: connection.address.description, because: because, next: next, exit: exit)
    }
}

extension String {
    fileprivate var lastLine: String? { split { $0.isNewline }.last { !$0.trimmed.isEmpty }.map(String.init) }
}
