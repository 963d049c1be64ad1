internal import Estate

/// What an instance must be before it is solved: every number sane, every name known, every item smaller than a host.
enum InstanceCheck {
    /// Larger numbers are taken for mistakes.
    static let absurd = 1e12
    static let mostItems = 2_000_000

    static func check(_ instance: PackingInstance, source: String) throws(Failure) {
        func refuse(_ because: String, _ next: String = "correct the file") -> Failure {
            Failure("read the instance", on: source, because: because, next: next, exit: .refused)
        }
        guard !instance.resources.isEmpty else { throw refuse("it names no resources") }
        guard !instance.hosts.isEmpty else { throw refuse("it names no hosts") }
        var types: Set<String> = []
        for host in instance.hosts {
            guard types.insert(host.type).inserted else { throw refuse("host type \"\(host.type)\" stands twice") }
            if let reason = reason(host, instance.resources.count) {
                throw refuse("host type \"\(host.type)\": \(reason)")
            }
        }
        var known: Set<String> = []
        var copies = 0
        let slots = instance.slots
        for item in instance.items {
            guard known.insert(item.id).inserted else { throw refuse("item \"\(item.id)\" stands twice") }
            if let reason = reason(item, instance.resources.count, slots) {
                throw refuse("item \"\(item.id)\": \(reason)")
            }
            copies += item.count ?? 1
            guard copies <= mostItems else { throw refuse("it has more than \(mostItems) items") }
        }
        for id in (instance.apart ?? []).joined() where !known.contains(id) {
            throw refuse("apart names \"\(id)\", which is no item" + Nearest.hint(for: id, among: known.sorted()))
        }
        for item in instance.items {
            if let reason = tooLarge(item, instance) {
                throw refuse(
                    "item \"\(item.id)\" fits on no host: \(reason)", "add a larger host type, or leave it out")
            }
        }
    }

    private static func reason(_ host: PackingInstance.HostType, _ resources: Int) -> String? {
        if host.capacity.count != resources { return "\(host.capacity.count) capacities for \(resources) resources" }
        if let bad = host.capacity.first(where: { !isSane($0) }) { return "capacity \(bad)" }
        if let cost = host.cost, !isSane(cost) { return "cost \(cost)" }
        if let count = host.count, count < 0 { return "count \(count)" }
        return nil
    }

    private static func reason(_ item: PackingInstance.Item, _ resources: Int, _ slots: Int) -> String? {
        if let count = item.count, count < 0 || count > mostItems { return "count \(count)" }
        switch (item.demand, item.series) {
        case (nil, nil): return "it has neither demand nor series"
        case (.some, .some): return "it has both demand and series"
        case (let demand?, nil):
            if demand.count != resources { return "\(demand.count) demands for \(resources) resources" }
            if let bad = demand.first(where: { !isSane($0) }) { return "demand \(bad)" }
        case (nil, let series?):
            if series.count != resources { return "\(series.count) series for \(resources) resources" }
            if let other = series.first(where: { $0.count != slots || slots == 0 }) {
                return "\(other.count) time slots where others have \(slots)"
            }
            for values in series { if let bad = values.first(where: { !isSane($0) }) { return "demand \(bad)" } }
        }
        return nil
    }

    private static func isSane(_ value: Double) -> Bool { value.isFinite && value >= 0 && value <= absurd }

    /// The first resource that keeps the item off the host type that comes nearest, with the numbers.
    private static func tooLarge(_ item: PackingInstance.Item, _ instance: PackingInstance) -> String? {
        guard item.count != 0 else { return nil }
        let peaks = item.demand ?? (item.series ?? []).map { $0.max() ?? 0 }
        var nearest: String?
        for host in instance.hosts where host.count != 0 {
            guard let r = peaks.indices.first(where: { peaks[$0] > host.capacity[$0] * (1 + 1e-9) }) else { return nil }
            nearest =
                nearest
                ?? "it needs \(peaks[r]) \(instance.resources[r]), a host of type \(host.type) has \(host.capacity[r])"
        }
        return nearest ?? "there are no hosts"
    }
}
