package import Estate

/// Which hosts of a catalogue to buy for a request's servers, at the least price that was found, with the spare hosts that
/// the promised losses ask for.
package struct Purchase: Sendable, Hashable, Codable {
    package struct Line: Sendable, Hashable, Codable {
        package var type: String
        package var count: Int
    }

    package var lines: [Line]
    package var price: Double
    /// No purchase from this catalogue can cost less, even without spare hosts.
    package var leastPrice: Double
    package var currency: String
    package var rackUnits: Int
    /// Rules that were not kept, and why.
    package var notes: [String]

    package static func of(
        _ catalogue: Catalogue, for request: PlanRequest, solver: PackingSolver
    ) async throws(Failure) -> Purchase {
        guard catalogue.format == Catalogue.format, !catalogue.hosts.isEmpty else {
            throw Failure(
                "read the catalogue", on: catalogue.format, because: "it is not \(Catalogue.format), or names no hosts",
                next: "correct the file", exit: .refused)
        }
        let offer = PurchaseOffer(catalogue: catalogue, request: request)
        let solver = solver.bounded()
        let (layout, bound) = try await solver.part(0.6).search(try offer.problem())
        let carrying = catalogue.hosts.indices.map { type in layout.hosts.count { $0.type == type } }
        let cost = zip(catalogue.hosts, carrying).reduce(0.0) { $0 + $1.0.price * Double($1.1) }
        let spare = PurchaseSpare(
            catalogue: catalogue, servers: offer.servers, demands: offer.demands, policy: request.policy,
            rules: offer.rules)
        guard let counts = await spare.kept(carrying, solver) else {
            throw Failure(
                "choose hosts to buy", on: "\(offer.servers.count) servers",
                because:
                    "they fit on \(carrying.reduce(0, +)) hosts, but no hosts beside them were found that keep licences "
                    + "and survive the loss of \(request.policy.survive)",
                next: "offer larger hosts, or more of them, or ask with --survive 0", exit: .refused)
        }
        return catalogue.purchase(counts, leastPrice: min(bound, cost), notes: offer.notes)
    }
}

extension Catalogue {
    /// - Parameter counts: hosts of each type.
    fileprivate func purchase(_ counts: [Int], leastPrice: Double, notes: [String]) -> Purchase {
        let lines = zip(hosts, counts).filter { $1 > 0 }
        return Purchase(
            lines: lines.map { Purchase.Line(type: $0.type, count: $1) },
            price: lines.reduce(0.0) { $0 + $1.0.price * Double($1.1) }, leastPrice: leastPrice, currency: currency,
            rackUnits: lines.reduce(0) { $0 + $1.0.rackUnits * $1.1 }, notes: notes)
    }
}
