internal import Estate
internal import LiveMigration
internal import Shell

/// What the experiment's VM does while it moves.
extension ExperimentSubject {
    static func writing(_ load: ExperimentLoad) -> (rate: Int, set: Int) {
        if case .writer(let rate, let set) = load { (rate, set) } else { (0, ExperimentLoad.usualSet) }
    }

    func startWriter(_ rate: Int, _ set: Int) async throws {
        if let writer { return try await run(writer, ["{RATE}": "\(rate)", "{SET}": "\(set)"]) }
        let stroke = (rate + 3) / 4
        try await SSHConnection(try SSHAddress("root@\(address)"), acceptNew: true, timeout: 60).check(
            script: """
                dd if=/dev/urandom of=/dev/shm/p2v-stroke bs=1M count=\(stroke) status=none
                nohup sh -c 'at=0; while :; do
                dd if=/dev/shm/p2v-stroke of=/dev/shm/p2v-set bs=1M seek=$at count=\(stroke) conv=notrunc status=none
                at=$(((at + \(stroke)) % \(set))); sleep 0.25; done' >/dev/null 2>&1 </dev/null &
                """,
            attempting: "start the writer in the experiment's VM")
    }

    private func run(_ command: String, _ values: [String: String]) async throws {
        let words = values.reduce(command) { $0.replacing($1.key, with: $1.value) }
            .replacing("{ADDRESS}", with: address).split(separator: " ").map(String.init)
        guard !words.isEmpty else { return }
        try await Shell.check(Command(words))
    }

    func fillMemory(_ mebibytes: Int) async throws {
        if let fill { return try await run(fill, ["{MIB}": "\(mebibytes)"]) }
        let server = SSHConnection(try SSHAddress("root@\(address)"), acceptNew: true, timeout: 60)
        try await waitForLogin(server)
        try await server.check(
            script: """
                mount -o remount,size=90% /dev/shm
                exec dd if=/dev/urandom of=/dev/shm/p2v-fill bs=1M count=\(mebibytes) status=none
                """,
            attempting: "fill the memory of the experiment's VM")
    }

    /// The name server of a VM that starts answers before its sshd does.
    private func waitForLogin(_ server: SSHConnection) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end, (try? await server.run(script: "exit 0\n")) == nil {
            try await Task.sleep(for: .seconds(2))
        }
    }
}
