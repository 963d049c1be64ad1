internal import Estate

/// What speaks against one new machine, decided from facts alone; the same for every kind of pool.
struct DefinitionCheck {
    var definition: MachineDefinition
    /// The host that is to have it, as it is now.
    var host: Host
    /// All machines of all hosts, those that are off too.
    var machines: [Machine]
    /// Formats of disks that the host opens.
    var formats: [String]
    /// Names of what interfaces can join on the host; unknown where nothing there tells.
    var networks: Observed<Set<String>>
    /// Decides the first start, with what runs now.
    var starts: StartGuard
    /// What only this kind of pool objects to.
    var own: [Concern]

    var all: [Concern] {
        let wrong = definition.faults(formats: formats) + taken + addresses + wires + capacity + own + keys
        return wrong + room + (taken.isEmpty ? start : [])
    }

    /// No pool's firmware is given keys, so what was checked at the server's start is not checked any more.
    private var keys: [Concern] {
        guard definition.secureBoot == true else { return [] }
        return [
            Concern(
                id: "define-secure-boot", severity: .warning,
                seen: "the server starts with Secure Boot, and the machine's firmware has no keys",
                matters:
                    "The guest starts all the same; its loader and kernel are not checked, and the kernel is not locked.",
                advice: "enrol keys in the machine's firmware later, if this is wanted")
        ]
    }

    /// The same machine on the same host, off: it is defined again.
    private func isSame(_ other: Machine) -> Bool {
        other.name == definition.name && other.uuid.lowercased() == definition.uuid.lowercased()
            && other.host == host.name && other.state == .shutOff && isOurs(other)
    }

    /// A machine that somebody made in the meantime is never replaced, whatever its name and UUID. The plan's file may
    /// have been renamed since, so the server decides.
    private func isOurs(_ other: Machine) -> Bool {
        definition.origin == nil || other.origin?.server == definition.origin?.server
    }

    private var others: [Machine] { machines.filter { !isSame($0) } }

    private var taken: [Concern] {
        others.compactMap { other in
            let sameUUID = other.uuid.lowercased() == definition.uuid.lowercased()
            guard other.name == definition.name || sameUUID else { return nil }
            let what = other.name == definition.name ? "the name" : "the UUID \(definition.uuid)"
            let whose =
                other.name == definition.name && sameUUID && !isOurs(other)
                ? " (not a machine that p2v made from \(definition.origin?.server ?? ""))" : ""
            return .refusing(
                "define-taken", "\(what) is taken by \(other.name) on \(other.host)\(whose)",
                "Names and UUIDs are unique in a pool.", "give the new machine another name, or remove the old one")
        }
    }

    private var addresses: [Concern] {
        let wanted = Set(definition.interfaces.map { $0.mac.lowercased() })
        return others.flatMap { other in
            other.macs.map { $0.lowercased() }.filter(wanted.contains).map { mac in
                .refusing(
                    "define-mac", "the MAC address \(mac) is taken by \(other.name) on \(other.host)",
                    "Switches send each frame to one of the two.", "give the new machine another MAC address")
            }
        }
    }

    private var wires: [Concern] {
        let wanted = Set(definition.interfaces.map(\.network)).sorted()
        guard let known = networks.value else {
            guard !wanted.isEmpty else { return [] }
            return [
                Concern(
                    id: "start-network-unseen", severity: .warning,
                    seen: "\(host.name) does not tell its bridges, so \(wanted.joined(separator: ", ")) was not looked "
                        + "for: \(networks.reason ?? "no reason was given")",
                    matters: "Without the bridge the first start fails.", advice: "check it on the host: ip link")
            ]
        }
        return wanted.filter { !known.contains($0) }.map { name in
            .refusing(
                "define-network", "\(host.name) has no network or bridge \(name)",
                "The machine could not be connected.",
                "make it on \(host.name), or name one of \(known.sorted().joined(separator: ", "))")
        }
    }
}
