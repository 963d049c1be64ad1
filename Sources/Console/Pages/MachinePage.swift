internal import Estate
internal import Operations

/// One VM: where it runs, and its moves.
struct MachinePage {
    let sight: PoolSight
    let seen: PoolSight.SeenMachine
    let moves: [MigrationReport]
    let now: Moment
    var visitor = Visitor.stranger

    var main: HTML {
        let (words, machine) = (SightWords(sight: sight, now: now), seen.machine)
        let others = sight.hosts.map(\.host.name).filter { $0 != machine.host }.sorted()
        return .all([
            .element("h1", [:], .text(machine.name)),
            .element("p", [:], .mark(words.state(of: seen), words.look(of: seen))), words.line,
            FactList.html([
                ("Host", machine.host), ("vCPUs", "\(machine.vcpus)"), ("Memory", Bytes.text(machine.memoryBytes)),
                ("Cores busy", seen.coresBusy.map { Fixed.text($0, 2) } ?? "not known"),
                ("Images", machine.disks.joined(separator: ", ")),
                ("MAC addresses", machine.macs.joined(separator: ", ")),
                ("UUID", machine.uuid), ("Seen", SightWords.time(seen.seenAt)),
            ]),
            .heading("Moves"), moves.isEmpty ? .note("no move of it is on record here") : MovesTable.html(moves),
            .heading("Move it"), .note("The checks and the prediction first, without the move:"),
            ActionLinks.html(visitor, [(HTML.address("/do/migrate", machine.name, as: "vm"), "Move it…")]),
            .command(
                "p2v migrate \(ShellWord.of(machine.name)) --to \(others.first.map(ShellWord.of) ?? "HOST") --dry-run"),
        ])
    }
}

/// Moves, newest first: predicted beside seen.
enum MovesTable {
    static func html(_ moves: [MigrationReport]) -> HTML {
        .table(
            "Moves",
            [
                "When", "VM", "From", "To", "Seconds", "predicted", "Pause, ms", "predicted", "Probes lost",
                "Longest gap, ms",
            ],
            moves.map { move in
                [
                    .text(move.startedAt.iso), .link(HTML.address("/vm", move.machine), move.machine), .text(move.from),
                    .text(move.to), .text(Fixed.text(move.wallSeconds, 1)),
                    number(move.prediction?.totalSeconds.value, 1), number(move.job.downtimeMilliseconds, 0),
                    number(move.prediction?.blackoutMilliseconds.value, 0),
                    .text(move.probes.isEmpty ? "not probed" : "\(move.probes.reduce(0) { $0 + $1.lost })"),
                    number(move.probes.map(\.longestGapMilliseconds).max(), 0),
                ]
            })
    }

    private static func number(_ value: Double?, _ digits: Int) -> HTML {
        .text(value.map { Fixed.text($0, digits) } ?? "–")
    }
}
