internal import Estate
internal import Shell

/// The physical server during its conversion. Reads from it, stops and starts what the plan names, powers it off; never
/// writes to its disks.
struct SourceServer: Sendable {
    let connection: SSHConnection

    private var name: String { connection.address.description }

    /// What the disks are now: device → size in bytes and serial.
    func disks(_ devices: [String]) async throws -> [String: SourceDisk] {
        let script =
            devices.map { device in
                let node = SSHConnection.quoted(device.split(separator: "/").last.map(String.init) ?? device)
                return """
                    d=\(node)
                    printf '%s\\t%s\\t%s\\t%s\\n' "$d" "$(cat "/sys/class/block/$d/size" 2>/dev/null)" \
                    "$(lsblk -dno SERIAL "/dev/$d" 2>/dev/null)" "$(lsblk -dno WWN "/dev/$d" 2>/dev/null)"
                    """
            }.joined(separator: "\n") + "\n"
        return SourceDisk.parse(try await connection.check(script: script, attempting: "look at the disks"))
    }

    /// Runs the plan's commands that stop the service, then flushes what the kernel holds.
    func quiesce(_ commands: [String]) async throws {
        try await run(commands, attempting: "stop the service")
        try await connection.check(script: "sync\n", attempting: "flush the disks")
    }

    /// Runs the plan's commands that start the service again.
    func resume(_ commands: [String]) async throws {
        try await run(commands, attempting: "start the service again")
    }

    /// Powers the server off at once and without unmounting, so that its disks stay exactly as they were copied and
    /// remain a fallback (Linux, Documentation/admin-guide/sysrq.rst, command `o`).
    ///
    /// - Throws: ``Failure`` when the server still answers after `limit` seconds.
    func powerOff(within limit: Int = 60) async throws {
        let trigger = "(sleep 1; echo o > /proc/sysrq-trigger) </dev/null >/dev/null 2>&1 &\n"
        let script = """
            if [ "$(id -u)" = 0 ]; then \(trigger)else sudo -n sh -c '\(trigger)'
            fi
            """
        try await connection.check(script: script, attempting: "power the server off")
        try await waitUntilSilent(within: limit)
    }

    /// Answers once the server's sshd no longer answers.
    func waitUntilSilent(within limit: Int) async throws {
        var probe = connection
        probe.timeout = 3
        let clock = ContinuousClock()
        let end = clock.now + .seconds(limit)
        while clock.now < end {
            try await Task.sleep(for: .seconds(2))
            if (try? await probe.run(script: "exit 0\n")) == nil { return }
        }
        throw Failure(
            "power the server off", on: name, because: "it still answers after \(limit) s",
            next: "power it off by hand, then go on with --resume; two servers with one address must never run")
    }

    /// True when the server answers ssh.
    func answers() async -> Bool {
        var probe = connection
        probe.timeout = 5
        return (try? await probe.run(script: "exit 0\n")) != nil
    }

    private func run(_ commands: [String], attempting: String) async throws {
        guard !commands.isEmpty else { return }
        try await connection.check(script: "set -e\n" + commands.joined(separator: "\n") + "\n", attempting: attempting)
    }
}

/// A disk of the source as it is now.
struct SourceDisk: Sendable, Hashable {
    var bytes: UInt64
    /// Serial number and world-wide name, where the system tells them.
    var names: Set<String>

    /// False only when the disk has names and `planned` is none of them.
    func isKnown(as planned: String?) -> Bool {
        guard let planned, !names.isEmpty else { return true }
        return names.contains(planned)
    }

    /// Reads lines of `name TAB size in 512-byte sectors TAB serial TAB WWN`.
    static func parse(_ text: String) -> [String: SourceDisk] {
        var disks: [String: SourceDisk] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 4, let sectors = UInt64(fields[1]) else { continue }
            let names = fields[2...].map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
            disks["/dev/\(fields[0])"] = SourceDisk(bytes: sectors * 512, names: Set(names))
        }
        return disks
    }
}
