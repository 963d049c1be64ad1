internal import Estate
internal import Scanner

/// Who of a wave talks to servers that move in another one: until both have moved, they ask each other over the network
/// between room and pool. A fact for each wave; whom that must not happen to belongs into one `sameWave` rule.
struct WaveTalk {
    private let map: DependencyMap
    private let waveOf: [String: String]

    /// Facts that one wave lists; of more, their number.
    private static let most = 10

    /// The waves with these facts among the others that must hold.
    static func noted(_ waves: [Wave], _ profiles: [ServerProfile]) -> [Wave] {
        let talk = WaveTalk(
            map: DependencyMap(profiles, externals: false),
            waveOf: Dictionary(
                waves.flatMap { wave in wave.servers.map { ($0.server, wave.name) } }, uniquingKeysWith: { a, _ in a }))
        return waves.map { wave in
            var wave = wave
            let facts = talk.facts(wave) + talk.unseen(wave)
            if !facts.isEmpty { wave.goNoGo = (wave.goNoGo ?? []) + facts }
            return wave
        }
    }

    /// Silence would pass for "nobody talks to them".
    private func unseen(_ wave: Wave) -> [String] {
        map.unseenWords(of: wave.servers.map(\.server)).map { ["talks: \($0)"] } ?? []
    }

    private func facts(_ wave: Wave) -> [String] {
        let moving = Set(wave.servers.map(\.server))
        let apart = map.edges.filter { moving.contains($0.client) != moving.contains($0.server) }.compactMap { edge in
            let other = moving.contains(edge.client) ? edge.server : edge.client
            let when = waveOf[other].map { "moves in \($0)" } ?? "stays in the room"
            let service = "\(edge.transport)/\(edge.port)" + (edge.process.map { " " + $0 } ?? "")
            return "talks: \(edge.client) asks \(edge.server) (\(service)); \(other) \(when)"
        }
        guard apart.count > Self.most else { return apart }
        return apart.prefix(Self.most) + ["talks: \(apart.count - Self.most) more; p2v dependencies shows all"]
    }
}
