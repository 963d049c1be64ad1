internal import Estate

/// Gives each `--proof` to the server that it speaks of.
enum ProofAssignment {
    static func assign(_ proofs: [String], to profiles: [ServerProfile]) throws(Failure) -> [String: [String]] {
        var assigned: [String: [String]] = [:]
        for proof in proofs {
            let (server, probe) = try owner(of: proof, among: profiles)
            guard ["dns:", "tcp:", "ping:", "http:", "https:"].contains(where: probe.hasPrefix) else {
                throw Failure(
                    "read --proof", on: proof, because: "it is no known probe",
                    next: "write dns:ADDRESS/NAME, tcp:ADDRESS:PORT or ping:ADDRESS")
            }
            assigned[server, default: []].append(probe)
        }
        return assigned
    }

    private static func owner(of proof: String, among profiles: [ServerProfile]) throws(Failure) -> (String, String) {
        if let equals = proof.firstIndex(of: "="), !proof[..<equals].contains(":") {
            let name = String(proof[..<equals])
            guard profiles.contains(where: { $0.name == name }) else {
                throw Failure(
                    "read --proof", on: proof,
                    because: "\(name) is not in this plan" + Nearest.hint(for: name, among: profiles.map(\.name)),
                    next: "name a server of the plan")
            }
            return (name, String(proof[proof.index(after: equals)...]))
        }
        if profiles.count == 1 { return (profiles[0].name, proof) }
        let owners = profiles.filter { profile in
            (profile.interfaces.value ?? []).flatMap(\.addresses).contains { address in
                let bare = address.prefix { $0 != "/" }
                return proof.split(whereSeparator: { ":/".contains($0) }).contains { $0 == bare }
                    || (bare.contains(":") && proof.contains(bare))
            }
        }
        guard owners.count == 1 else {
            throw Failure(
                "read --proof", on: proof,
                because: "\(owners.isEmpty ? "no server" : "more than one server") of the plan has its address",
                next: "write SERVER=\(proof)")
        }
        return (owners[0].name, proof)
    }
}
