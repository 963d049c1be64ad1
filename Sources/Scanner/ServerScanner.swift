package import Estate
package import Shell

/// # Scanner: servers to profiles
///
/// One ssh session a server, one POSIX sh script, nothing installed, nothing written.
///
/// ```
/// Question…  ─ScanScript→ script ─ssh→ output ─AnswerReader→ Answers      effect: one session
/// Answers ─Parsers→ facts ─ProfileBuilder→ ServerProfile                pure
/// ServerProfile ─ConcernRule…→ concerns                                 pure, one rule a file
/// many servers ─FleetScan→ the same, bounded, each with a timeout of its own
/// ```
package struct ServerScanner: Sendable {
    /// Seconds for one server, from the first packet to the last answer.
    package var timeout: Int
    /// Learn unknown host keys at first contact.
    package var acceptNew: Bool
    /// A file of ssh settings to use in place of the user's own (`ssh -F`).
    package var configuration: String?
    /// Ask for the utilisation history that sysstat or PCP keeps on the server too.
    package var history = false
    private let clock: @Sendable () -> Moment
    private let nonce: @Sendable () -> String
    private let sleep: @Sendable (Int) async throws -> Void

    /// - Parameters:
    ///   - clock: our own time, to compare the server's with.
    ///   - nonce: unpredictable text without blanks, new for each session.
    ///   - sleep: waits so many seconds between two attempts.
    package init(
        timeout: Int = 60, acceptNew: Bool = false, configuration: String? = nil,
        clock: @escaping @Sendable () -> Moment, nonce: @escaping @Sendable () -> String = Self.randomNonce,
        sleep: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.sleep = sleep
        self.timeout = timeout
        self.acceptNew = acceptNew
        self.configuration = configuration
        self.clock = clock
        self.nonce = nonce
    }

    /// 128 bits from the system's generator, in hexadecimal.
    package static func randomNonce() -> String {
        String(UInt64.random(in: 1...(.max)), radix: 16) + String(UInt64.random(in: 1...(.max)), radix: 16)
    }

    /// Scans one server. A probe that fails costs one fact; a session that dies half way keeps what had come.
    ///
    /// - Throws: ``Failure`` when there is no session, or what answers is no Linux server.
    package func scan(_ address: SSHAddress) async throws -> ServerProfile {
        try await scanWithHistory(address).profile
    }

    /// Scans one server, and reads its history where ``history`` is set.
    package func scanWithHistory(_ address: SSHAddress) async throws -> ScannedServer {
        let nonce = nonce()
        let connection = SSHConnection(
            address, acceptNew: acceptNew, timeout: min(timeout, 15), configuration: configuration)
        var command = connection.command(
            ScanScript.remoteCommand,
            input: Array(ScanScript(nonce: nonce, questions: Question.all(history: history)).text.utf8))
        // coreutils' timeout ends the session in time and leaves us what had come until then.
        command.arguments = ["timeout", "--kill-after=5", String(timeout)] + command.arguments
        // A mount that hangs, or a program that somebody's login started, may hold the session after the last answer.
        let end = Array("\n\(nonce) done\n".utf8)
        let output = try await patiently { [command] in try await Shell.run(command, limit: 128 << 20, until: end) }
        let now = clock()
        var answers = AnswerReader.read(output.standardOutput, nonce: nonce)
        if output.status == 124 || output.status == 137 {
            answers.cutShort = "the server's time of \(timeout) s was over before this was answered"
        }
        if let failure = SessionCheck(answers: answers, output: output, connection: connection, timeout: timeout)
            .failure
        {
            throw failure
        }
        var profile = ProfileBuilder(
            answers: answers, address: address.description, host: address.host, now: now
        ).profile()
        profile.concerns = ConcernRule.concerns(of: profile)
        return ScannedServer(profile: profile, history: history ? self.history(answers, of: profile) : nil)
    }

    /// Tries again what sshd refuses for a moment only (MaxStartups, MaxSessions): after 1, 2, 4 and 8 seconds.
    func patiently(_ session: () async throws -> Output) async throws -> Output {
        for pause in [1, 2, 4, 8] {
            let output = try await session()
            guard output.standardOutput.isEmpty, SSHConnection.passes(status: output.status, output.standardError)
            else { return output }
            try await sleep(pause)
        }
        return try await session()
    }

    private func history(_ answers: Answers, of profile: ServerProfile) -> Observed<Past> {
        let cards = profile.interfaces.value?.filter { $0.kind == "physical" }.map(\.name) ?? []
        guard let threads = profile.hardware.processor.value?.threads, let memory = profile.hardware.memoryBytes.value
        else {
            return .unknown(because: "collectors keep percents, and the server's processors or memory are not known")
        }
        let grid = HistoryGrid(threads: threads, memoryBytes: memory)
        let interfaces = Set(cards)
        func past(_ read: HistoryRead) -> Past? { grid.series(read.records).map { Past(series: $0, rows: read.rows) } }
        return answers.read("sysstat") { past(SadfText.parse($0, interfaces: interfaces)) }.or(
            answers.read("pcp") { past(PmrepText.parse($0, interfaces: interfaces)) })
    }

    /// The script that a scan runs on a server, as it is sent: for those who want to read it first.
    package static func script(history: Bool) -> String {
        ScanScript(nonce: "NONCE", questions: Question.all(history: history)).text
    }
}
