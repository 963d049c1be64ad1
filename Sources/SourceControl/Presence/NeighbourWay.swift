internal import Shell

/// What this machine's kernel knows of its neighbour on the wire (`ip neigh`): ARP and neighbour discovery, which no
/// firewall hides. Says nothing of a server behind a router.
struct NeighbourWay: Way {
    let name = "neighbour"
    let host: String

    func look() async -> WayAnswer {
        do {
            let found = try await Shell.run(Command("getent", "ahosts", host), limit: 1 << 16)
            guard found.status == 0, let address = found.text.split(whereSeparator: \.isWhitespace).first else {
                return .undecided("\(host) has no address")
            }
            let command = Command(["ip", "-s", "neigh", "show", "to", String(address)], ownSession: true)
            return Self.meaning(try await Shell.run(command, limit: 1 << 16))
        } catch {
            return .undecided("\(error)")
        }
    }

    /// Seconds after which a confirmation is a memory: the kernel calls a neighbour reachable for half a minute more.
    private static let fresh = 5

    /// The states of ip-neighbour(8), and with `-s` the seconds since `used/confirmed/updated`. Only a fresh confirmation
    /// is an answer, only a failed question is silence.
    static func meaning(_ output: Output) -> WayAnswer {
        guard output.status == 0 else { return .undecided("ip: status \(output.status)") }
        let words = Set(output.text.split(whereSeparator: \.isWhitespace))
        let age = output.text.firstMatch(of: /used \d+\/(\d+)\/\d+/).flatMap { Int($0.1) }
        if words.contains("REACHABLE"), let age, age <= fresh { return .answered("it is on the wire") }
        if words.contains("FAILED") || words.contains("INCOMPLETE") { return .silent }
        return .undecided(words.isEmpty ? "it is no neighbour" : "what is known of it is old")
    }
}
