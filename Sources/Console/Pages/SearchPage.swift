internal import Estate
internal import Operations

/// Hosts, VMs and servers whose name has these letters, in capitals or not.
enum SearchPage {
    private static let most = 200

    static func main(_ query: String, _ sight: PoolSight, servers: [String], now: Moment) -> HTML {
        let asked = query.trimmed.lowercased()
        guard !asked.isEmpty else {
            return .all([.element("h1", [:], .text("Search")), .note("say what is to be found")])
        }
        let words = SightWords(sight: sight, now: now)
        let hosts = sight.hosts.filter { $0.host.name.lowercased().contains(asked) }.map { seen in
            [HTML.text("host"), .link(HTML.address("/host", seen.host.name), seen.host.name), words.mark(of: seen)]
        }
        let machines = sight.machines.filter {
            $0.machine.name.lowercased().contains(asked) || $0.machine.uuid == asked || $0.machine.macs.contains(asked)
        }.map { seen in
            [
                HTML.text("VM on \(seen.machine.host)"),
                .link(HTML.address("/vm", seen.machine.name), seen.machine.name),
                .mark(words.state(of: seen), words.look(of: seen)),
            ]
        }
        let others = servers.filter { $0.lowercased().contains(asked) }.map {
            [HTML.text("server"), HTML.link("/room", $0), .none]
        }
        let found = hosts + machines + others
        return .all([
            .element("h1", [:], .text("Search: \(query)")), words.line,
            found.isEmpty
                ? .note("nothing of this name was seen; names, UUIDs and MAC addresses are looked through")
                : .table("Found", ["What", "Name", "State"], Array(found.prefix(most))),
            found.count > most ? .note("and \(found.count - most) more") : .none,
        ])
    }
}
