package import Estate

/// The line of a plan's servers: wave by wave, and within a wave whoever is asked before whoever asks.
package struct DispatchOrder: Sendable {
    /// A client that uses a service of a server, as a scan saw it.
    package struct Talk: Sendable, Hashable {
        package var client: String
        package var server: String

        package init(client: String, server: String) {
            self.client = client
            self.server = server
        }
    }

    private let names: [String]
    private let waveOf: [String: Int]
    private let asked: [String: [String]]

    /// - Parameters:
    ///   - names: servers to convert, in the plan's order.
    ///   - waves: of the plan; whoever is in none comes last.
    package init(_ names: [String], waves: [Wave], talks: [Talk]) {
        self.names = names
        waveOf = Dictionary(
            waves.enumerated().flatMap { index, wave in wave.servers.map { ($0.server, index) } },
            uniquingKeysWith: { first, _ in first })
        let known = Set(names)
        let inside = talks.filter { known.contains($0.client) && known.contains($0.server) }
        asked = Dictionary(grouping: inside, by: \.client).mapValues { Set($0.map(\.server)).sorted() }
        last = waves.count
    }

    private let last: Int

    private func wave(of name: String) -> Int { waveOf[name] ?? last }

    /// In line. Two that ask each other go in the plan's order, and neither waits for the other.
    package func servers(
        windows: (String) -> [CutOverWindow]? = { _ in nil }, isAway: (String) -> Bool = { _ in false }
    ) -> [Dispatch.Server] {
        let line = Dictionary(grouping: names, by: wave).sorted { $0.key < $1.key }.flatMap { askedFirst($0.value) }
        let place = Dictionary(line.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return line.map { name in
            let before = (asked[name] ?? []).filter { (place[$0] ?? .max) < (place[name] ?? 0) }
            return Dispatch.Server(
                name, wave: wave(of: name), asks: Set(before), windows: windows(name), isAway: isAway(name))
        }
    }

    /// Depth first, without recursion: chains may be long.
    private func askedFirst(_ members: [String]) -> [String] {
        let inWave = Set(members)
        var (line, seen): ([String], Set<String>) = ([], [])
        for member in members where !seen.contains(member) {
            var path = [(member, (asked[member] ?? [])[...])]
            seen.insert(member)
            while let (name, rest) = path.popLast() {
                guard let next = rest.first else {
                    line.append(name)
                    continue
                }
                path.append((name, rest.dropFirst()))
                guard inWave.contains(next), seen.insert(next).inserted else { continue }
                path.append((next, (asked[next] ?? [])[...]))
            }
        }
        return line
    }
}
