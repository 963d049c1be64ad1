package import Estate
internal import Foundation

/// One server over ssh. Uses the user's own configuration, agent and known_hosts; never asks; always checks the host key.
package struct SSHConnection: Sendable {
    package var address: SSHAddress
    /// Learn an unknown host key at first contact. A changed key is refused all the same.
    package var acceptNew: Bool
    /// Seconds to wait for a connection, and then for a sign of life.
    package var timeout: Int
    /// A file of ssh settings to use in place of the user's own (`ssh -F`).
    package var configuration: String?
    /// Compress what travels, as ssh does it (zlib); nil leaves it to the settings.
    package var compresses: Bool?

    package init(_ address: SSHAddress, acceptNew: Bool = false, timeout: Int = 15, configuration: String? = nil) {
        self.address = address
        self.acceptNew = acceptNew
        self.timeout = timeout
        self.configuration = configuration
    }

    /// The ssh command that runs `remote`, a command line for the server's shell. Build it from constants and ``quoted(_:)``.
    package func command(_ remote: String, input: [UInt8] = []) -> Command {
        Command(arguments(remote), input: input)
    }

    /// The argv of ssh for `remote`, for libraries that start ssh themselves.
    package func arguments(_ remote: String) -> [String] {
        var arguments = [
            "ssh", "-T", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=\(acceptNew ? "accept-new" : "yes")",
            "-o", "ConnectTimeout=\(timeout)", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3",
            "-o", "ClearAllForwardings=yes",
        ]
        if let compresses { arguments += ["-o", "Compression=\(compresses ? "yes" : "no")"] }
        if let configuration { arguments += ["-F", configuration] }
        if let port = address.port { arguments += ["-p", String(port)] }
        return arguments + ["--", address.destination, remote]
    }

    /// Runs a POSIX sh script, sent over standard input so that no other shell reads it. A csh or fish login shell is fine.
    ///
    /// What the login shell prints of its own accord is no part of the output: the script's own begins behind a mark.
    ///
    /// - Parameter ownSession: out of reach of the terminal's Ctrl-C.
    package func run(script: String, limit: Int = 64 << 20, ownSession: Bool = false) async throws -> Output {
        let mark = OutputMark()
        var command = command("exec /bin/sh -s", input: Array((mark.line + script).utf8))
        command.ownSession = ownSession
        return try own(try await Shell.run(command, limit: limit + OutputMark.room), behind: mark)
    }

    /// What the script itself printed.
    ///
    /// - Throws: ``Failure`` when ssh failed, or when a login shell that ended well has run no script.
    func own(_ output: Output, behind mark: OutputMark) throws -> Output {
        if output.status == 255 { throw failure(output.standardError) }
        guard let own = mark.strip(output) else {
            throw Failure(
                "run a script", on: address.description,
                because: "the login shell did not run /bin/sh; it printed \"\(output.text.prefix(80))\"",
                next: "give the user an ordinary shell, or use another user")
        }
        return own
    }

    /// Runs a script that has to succeed.
    @discardableResult
    package func check(script: String, attempting: String) async throws -> String {
        let output = try await run(script: script)
        guard output.status == 0 else {
            throw Failure(
                attempting, on: address.description,
                because: "status \(output.status): \(output.standardError.suffix(600))",
                next: "log in to the server and try the same by hand")
        }
        return output.text
    }

    /// What ssh's own failure (status 255) means, and what to do.
    package func failure(_ standardError: String) -> Failure {
        let text = standardError
        func fail(_ because: String, _ next: String) -> Failure {
            Failure("connect", on: address.description, because: because, next: next)
        }
        if text.contains("REMOTE HOST IDENTIFICATION HAS CHANGED") {
            let keys = ChangedHostKey(text) { path in
                (try? String(contentsOfFile: path, encoding: .utf8))?.components(separatedBy: "\n")
            }
            return fail(
                "the server's host key has changed\(keys.text)",
                "find out why; if the change is yours, remove the old key with ssh-keygen -R \(address.host)")
        }
        if text.contains("Host key verification failed") {
            return fail(
                "the server's host key is not known",
                "connect once with ssh and compare the fingerprint, or run again with --accept-new")
        }
        if let offer = SSHOffer.setting(text) {
            return fail(
                offer.what,
                "if the server cannot be updated, let it in: write \"Host \(address.host)\" and \"\(offer.setting)\" into your "
                    + "~/.ssh/config (it may need one such line more)")
        }
        if Self.speaksOutOfTurn(text) {
            return fail(
                "the login shell prints text before the command's own: what came was no disk",
                "make its .bashrc or profile print for terminals only ([ -t 1 ] before it), or use another user")
        }
        if text.contains("Permission denied") {
            return fail(
                "the server refused the login: \(text.lastLine)",
                "check the user name and that your key is in its authorized_keys")
        }
        if text.contains("Could not resolve") {
            return fail("the name does not resolve", "check the name, or use the address")
        }
        return fail(
            text.lastLine.isEmpty ? "ssh ended without a word" : text.lastLine,
            "check that the server is up, that its sshd listens, and that nothing filters the way")
    }

    /// libnbd's words for an answer that does not begin as NBD does: a banner came first.
    private static func speaksOutOfTurn(_ text: String) -> Bool {
        ["oldstyle or fixed newstyle NBD server", "bad magic", "unexpected magic"].contains { text.contains($0) }
    }

    /// Whether ssh's failure is one that passes: sshd's MaxStartups and MaxSessions refuse for a moment, and a child that was
    /// killed says nothing of the server.
    ///
    /// - Parameter status: how ssh ended.
    package static func passes(status: Int32, _ standardError: String) -> Bool {
        guard status == 255 else { return false }
        let marks = [
            "Connection closed by", "Connection reset by", "exceeded MaxStartups", "Not allowed at this time",
            "Session open refused by peer", "Connection timed out during banner exchange", "Killed by signal",
        ]
        // Behind these, waiting helps nobody.
        let final = [
            "Permission denied", "Host key verification failed", "no matching ", "Too many authentication failures",
        ]
        return marks.contains { standardError.contains($0) } && !final.contains { standardError.contains($0) }
    }

    /// `text` as one word of a POSIX shell command line.
    package static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension String {
    fileprivate var lastLine: String { split { $0.isNewline }.last.map { String($0) } ?? "" }
}
