internal import Estate

/// A physical server in memory, for tests and demonstrations: what it is asked is remembered, and it can be cut off,
/// restarted, or refuse.
package actor SimulatedSource: SourceServer {
    package nonisolated let name: String
    /// Whether it can be reached. One that cannot may be on all the same.
    package var isReachable = true
    package private(set) var isOn = true
    /// What it does with the order to power off.
    package var obeys = true
    /// Looks at it that still see it on after it took the order: no server is off at once.
    package var slowness = 2
    package var now: SourceCondition
    package var disksNow: [String: SourceDisk]
    /// Commands and orders, in order.
    package private(set) var asked: [String] = []
    /// Commands that fail.
    package var failing: Set<String> = []
    private let ways: Set<String>

    package init(
        name: String = "ssh://root@simulated", disks: [String: SourceDisk] = [:],
        units: Set<String>? = ["named.service", "ssh.service"], ways: Set<String> = ["ssh port", "ping"]
    ) {
        self.name = name
        self.ways = ways
        disksNow = disks
        now = SourceCondition(bootID: "boot-1", activeUnits: units)
    }

    package func change(_ body: @Sendable (isolated SimulatedSource) -> Void) { body(self) }

    package func disks(_ devices: [String]) throws -> [String: SourceDisk] {
        try reach("look at the disks")
        return disksNow.filter { devices.contains($0.key) }
    }

    package func condition() throws -> SourceCondition {
        try reach("ask for its condition")
        return now
    }

    package func quiesce(_ commands: [String]) throws { try run(commands, "stop the service") }

    package func resume(_ commands: [String]) throws { try run(commands, "start the service again") }

    package func orderPowerOff(expecting expected: StoppedSource) throws {
        try reach("power the server off")
        let isStill = now.activeUnits.map(expected.units.isDisjoint) ?? expected.units.isEmpty
        guard now.bootID == expected.bootID, isStill else {
            throw Failure(
                "power the server off", on: name, because: "it is not as it was left", next: "run again with --resume",
                exit: .refused)
        }
        asked.append("power off")
        if obeys { isOn = false }
    }

    package func waysThatAnswer(tries: Int) -> Set<String> { isThere ? ways : [] }

    package func presence(over ways: Set<String>, within limit: Double) -> Presence {
        if !isOn, slowness > 0 {
            slowness -= 1
            return .on(because: "it goes down")
        }
        if isThere { return .on(because: "it answers") }
        return ways.count < SilenceCount.ways
            ? .unknown(because: "too few ways answered while it was on") : .off(because: "silent over two ways")
    }

    private var isThere: Bool { isReachable && isOn }

    private func reach(_ attempt: String) throws(Failure) {
        guard isThere else { throw Failure(attempt, on: name, because: "no route to host", next: "look at it") }
    }

    /// `systemctl stop UNIT` and `systemctl start UNIT` do what they say.
    private func run(_ commands: [String], _ attempt: String) throws(Failure) {
        try reach(attempt)
        for command in commands {
            asked.append(command)
            if failing.contains(command) {
                throw Failure(attempt, on: name, because: "told to fail", next: "nothing")
            }
            let words = command.split(separator: " ").map(String.init)
            guard words.count == 3, words[0] == "systemctl" else { continue }
            let unit = words[2].contains(".") ? words[2] : words[2] + ".service"
            if words[1] == "stop" { now.activeUnits?.remove(unit) }
            if words[1] == "start" { now.activeUnits?.insert(unit) }
        }
    }

    /// Somebody switches it on.
    package func start() {
        isOn = true
        now.bootID += "+"
    }
}
