internal import Shell

/// One ICMP echo by the system's `ping`, which may send it without root's rights.
struct PingWay: Way {
    let name = "ping"
    let host: String

    func look() async -> WayAnswer {
        do {
            let command = Command(["ping", "-n", "-c", "1", "-W", "2", "--", host], ownSession: true)
            return Self.meaning(try await Shell.run(command, limit: 1 << 16))
        } catch {
            return .undecided("\(error)")
        }
    }

    /// 0 is an answer, 1 none, anything else no question (ping(8)).
    static func meaning(_ output: Output) -> WayAnswer {
        switch output.status {
        case 0: .answered("it answered a ping")
        case 1: .silent
        default: .undecided(output.standardError.split { $0.isNewline }.last.map(String.init) ?? "ping failed")
        }
    }
}
