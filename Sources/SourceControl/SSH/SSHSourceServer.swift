internal import Estate
package import Shell

/// The physical server over ssh.
///
/// What it runs has a session of its own: Ctrl-C at the terminal must not end the ssh that starts the service again.
package struct SSHSourceServer: SourceServer {
    package let connection: SSHConnection
    private let now: @Sendable () -> Double
    private let sleep: @Sendable (Double) async throws -> Void

    package var name: String { connection.address.description }

    /// - Parameters:
    ///   - now: seconds on a monotonic clock.
    ///   - sleep: pauses for so many seconds.
    package init(
        _ connection: SSHConnection, now: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.connection = connection
        self.now = now
        self.sleep = sleep
    }

    package func disks(_ devices: [String]) async throws -> [String: SourceDisk] {
        SourceDisk.parse(try await run(SourceScripts.disks(devices), attempting: "look at the disks"))
    }

    package func condition() async throws -> SourceCondition {
        try SourceScripts.condition(
            try await run(SourceScripts.condition, attempting: "ask for its condition"), of: name)
    }

    package func quiesce(_ commands: [String]) async throws {
        try await run(commands, attempting: "stop the service")
        try await run("sync\n", attempting: "flush the disks")
    }

    package func resume(_ commands: [String]) async throws {
        try await run(commands, attempting: "start the service again")
    }

    package func orderPowerOff(expecting expected: StoppedSource) async throws {
        let output = try await output(of: SourceScripts.powerOff(expecting: expected))
        switch output.status {
        case 0: return
        case SourceScripts.notAsExpected:
            throw Failure(
                "power the server off", on: name, because: output.standardError.lastLine,
                next: "run again with --resume: the last pass is repeated", exit: .refused)
        default:
            throw failure(of: output, attempting: "power the server off")
        }
    }

    package func waysThatAnswer(tries: Int) async -> Set<String> {
        await watch().waysThatAnswer(tries: tries)
    }

    package func presence(over ways: Set<String>, within limit: Double) async throws -> Presence {
        try await watch().presence(over: ways, within: limit)
    }

    // MARK: Ways

    private func watch() async -> PresenceWatch {
        let (host, port) = await place()
        return PresenceWatch(
            ways: [PortWay(host: host, port: port), PingWay(host: host), NeighbourWay(host: host)], now: now,
            sleep: sleep)
    }

    /// Host and port as ssh's own settings resolve them (`ssh -G`), since an address may be a nickname.
    private func place() async -> (host: String, port: Int) {
        let stated = (host: connection.address.host, port: connection.address.port ?? 22)
        var arguments = ["ssh", "-G"]
        if let configuration = connection.configuration { arguments += ["-F", configuration] }
        if let port = connection.address.port { arguments += ["-p", String(port)] }
        arguments += ["--", connection.address.destination]
        guard let output = try? await Shell.run(Command(arguments, ownSession: true), limit: 1 << 20),
            output.status == 0
        else { return stated }
        let settings = Dictionary(
            output.text.split { $0.isNewline }.compactMap { line in
                line.firstIndex(of: " ").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
            }, uniquingKeysWith: { first, _ in first })
        return (settings["hostname"] ?? stated.host, settings["port"].flatMap { Int($0) } ?? stated.port)
    }

    // MARK: Scripts

    private func run(_ commands: [String], attempting: String) async throws {
        guard !commands.isEmpty else { return }
        try await run("set -e\n" + commands.joined(separator: "\n") + "\n", attempting: attempting)
    }

    @discardableResult
    private func run(_ script: String, attempting: String) async throws -> String {
        let output = try await output(of: script)
        guard output.status == 0 else { throw failure(of: output, attempting: attempting) }
        return output.text
    }

    private func output(of script: String) async throws -> Output {
        try await connection.run(script: script, ownSession: true)
    }

    private func failure(of output: Output, attempting: String) -> Failure {
        Failure(
            attempting, on: name, because: "status \(output.status): \(output.standardError.suffix(600))",
            next: "log in to the server and try the same by hand")
    }
}

extension String {
    fileprivate var lastLine: String { split { $0.isNewline }.last.map { String($0) } ?? "" }
}
