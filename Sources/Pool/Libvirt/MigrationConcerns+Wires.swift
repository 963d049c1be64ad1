internal import Estate

extension MigrationConcerns {
    /// Bridges and networks are found again by their names on the destination.
    var wires: [Concern] {
        missing(machine.description.bridges, "bridge", among: interfaces)
            + missing(machine.description.networks, "active network", among: networks)
    }

    private func missing(_ names: [String], _ kind: String, among seen: Observed<Set<String>>) -> [Concern] {
        let wanted = Set(names).sorted()
        guard !wanted.isEmpty else { return [] }
        guard let known = seen.value else {
            return [
                Concern(
                    id: "migrate-network-unseen", severity: .information,
                    seen:
                        "\(request.to) does not tell its interfaces, so \(wanted.joined(separator: ", ")) was not looked "
                        + "for: \(seen.reason ?? "no reason was given")",
                    matters: "Without a \(kind) of that name the move fails at its start.",
                    advice: "check it on the host: ip link")
            ]
        }
        return wanted.filter { !known.contains($0) }.map { name in
            Concern(
                id: "migrate-network", severity: .critical, seen: "\(request.to) has no \(kind) \(name)",
                matters: "The machine could not be connected there.",
                advice: "make \(name) on \(request.to), connected to the same wire as on \(request.from)")
        }
    }
}
