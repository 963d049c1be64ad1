internal import Estate
internal import Operations

/// One host and the VMs on it.
struct HostPage {
    let sight: PoolSight
    let seen: PoolSight.SeenHost
    let now: Moment
    var visitor = Visitor.stranger

    var main: HTML {
        let words = SightWords(sight: sight, now: now)
        let machines = sight.machines.filter { $0.machine.host == seen.host.name }
            .sorted { $0.machine.name < $1.machine.name }
        return .all([
            .element("h1", [:], .text(seen.host.name)), .element("p", [:], words.mark(of: seen)), words.line,
            HostBars(seen: seen, machines: machines).html, facts, .heading("VMs"),
            .table(
                "VMs of \(seen.host.name)", ["VM", "State", "vCPUs", "Cores busy", "Memory"],
                machines.map { machine in
                    [
                        .link(HTML.address("/vm", machine.machine.name), machine.machine.name),
                        .mark(words.state(of: machine), words.look(of: machine)), .text("\(machine.machine.vcpus)"),
                        .text(machine.coresBusy.map { Fixed.text($0, 2) } ?? "not known"),
                        .text(Bytes.text(machine.machine.memoryBytes)),
                    ]
                }),
            .heading("Work on it"), .note("Empty it, with the moves shown first; and bring its VMs back afterwards:"),
            ActionLinks.html(
                visitor,
                [
                    (HTML.address("/do/evacuate", seen.host.name, as: "host"), "Empty it…"),
                    (HTML.address("/do/return", seen.host.name, as: "host"), "Return it…"),
                ]),
            .command("p2v evacuate \(ShellWord.of(seen.host.name)) --dry-run"),
            .command("p2v return \(ShellWord.of(seen.host.name)) --dry-run"),
        ])
    }

    private var facts: HTML {
        let host = seen.host
        return FactList.html([
            ("Seen", SightWords.time(seen.seenAt)), ("Hypervisor", host.hypervisor), ("Cores", "\(host.cpus)"),
            ("Memory", Bytes.text(host.memoryBytes)), ("Versions", host.versions.joined(separator: ", ")),
            ("Why it does not answer", host.reachable ? "" : host.because ?? "no reason given"),
        ])
    }
}

/// Names and values; what has no value is left out.
enum FactList {
    static func html(_ facts: [(String, String)]) -> HTML {
        .element(
            "dl", [:],
            facts.filter { !$0.1.isEmpty }.flatMap {
                [.element("dt", [:], .text($0.0)), .element("dd", [:], .text($0.1))]
            })
    }
}

/// A name as one word of a shell's line.
enum ShellWord {
    static func of(_ name: String) -> String { name.hasPrefix("-") ? quoted(name) : word(name) }

    /// One of a command's words, options among them.
    static func word(_ name: String) -> String {
        let plain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: ","):
                true
            default: false
            }
        }
        return plain && !name.isEmpty ? name : quoted(name)
    }

    private static func quoted(_ name: String) -> String { "'" + name.replacing("'", with: "'\\''") + "'" }
}
