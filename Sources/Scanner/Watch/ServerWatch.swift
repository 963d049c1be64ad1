package import Estate
package import Shell

/// Watches one server: connects, reads, and connects again when the connection is lost, until its task is cancelled.
///
/// What has gathered is handed over every few minutes, so that a stop of p2v costs minutes and not days.
package actor ServerWatch {
    private let profile: ServerProfile
    private let connection: SSHConnection
    private let interval: Int
    private let clock: @Sendable () -> Moment
    private var builder: SeriesBuilder
    private var connections: Set<Connection> = []
    private var samples = 0

    /// - Parameters:
    ///   - profile: of the server: it names the disks and cards that count.
    ///   - interval: seconds between two readings.
    package init(
        _ profile: ServerProfile, over connection: SSHConnection, interval: Int, clock: @escaping @Sendable () -> Moment
    ) {
        self.profile = profile
        self.connection = connection
        self.interval = max(1, interval)
        self.clock = clock
        builder = SeriesBuilder(interval: Double(max(1, interval)), profile: profile)
    }

    /// Runs until cancelled. A lost connection is tried again, at first after one interval, then less and less often.
    package func run(nonce: @Sendable () -> String = ServerScanner.randomNonce) async {
        var pause = Double(interval)
        while !Task.isCancelled {
            let before = samples
            await session(nonce: nonce())
            builder.interrupt()
            pause = samples > before ? Double(interval) : min(pause * 2, 300)
            try? await Task.sleep(for: .seconds(pause))
        }
    }

    private func session(nonce: String) async {
        let script = WatchScript(nonce: nonce, interval: interval).text
        let command = connection.command(ScanScript.remoteCommand, input: Array(script.utf8))
        let reader = LineReader(WatchReader(nonce: nonce))
        _ = try? await Shell.lines(command) { line in
            if let reading = reader.read(line) { await self.add(reading) }
        }
    }

    private func add(_ reading: WatchReader.Reading) {
        builder.add(reading.load, memory: reading.memory, workingSet: reading.workingSet, at: clock())
        samples += 1
        connections.formUnion(reading.sockets?.connections ?? [])
    }

    /// What has gathered since the last call.
    package func take() -> UtilisationSeries? { builder.take() }

    /// Readings so far.
    package var readings: Int { samples }

    /// The profile with every connection that was seen while watching.
    package func profileWithConnections() -> ServerProfile {
        var profile = profile
        let all = Set(profile.connections.value ?? []).union(connections)
        profile.connections = .known(
            all.sorted { ($0.peerAddress, $0.peerPort, $0.localPort) < ($1.peerAddress, $1.peerPort, $1.localPort) })
        return profile
    }
}
