/// Packs onto host types of different size and cost: of all types, the next host is the one that takes most for its
/// money (Gabay and Zaourar 2016).
struct Mixture {
    let problem: PackingProblem

    func pack(_ deadline: Deadline) -> Layout? {
        let bins = Bins(problem, hosts: problem.types.count * 4)
        var remaining = FirstFit(problem: problem).decreasing()
        var used = [Int](repeating: 0, count: problem.types.count)
        // One empty host of each type to try on.
        var trial = problem.types.indices.map { bins.open($0) }
        while let largest = remaining.first {
            var best: (score: Double, type: Int, items: [Int])?
            for type in problem.types.indices
            where used[type] < problem.types[type].limit && problem.fits(largest, on: type) {
                let items = filled(trial[type], bins, remaining)
                guard let score = score(items, type, of: remaining.count) else { continue }
                if score > best?.score ?? -.infinity { best = (score, type, items) }
            }
            guard let best else { return nil }
            for item in best.items { bins.put(item, in: trial[best.type]) }
            used[best.type] += 1
            trial[best.type] = bins.open(best.type)
            remaining.removeAll { bins.place[$0] >= 0 }
        }
        return bins.layout
    }

    /// Size for money; a type that ends the work is judged by its price alone.
    private func score(_ items: [Int], _ type: Int, of remaining: Int) -> Double? {
        guard !items.isEmpty else { return nil }
        let cost = problem.types[type].cost
        if items.count == remaining { return 1e6 - cost }
        return items.reduce(0.0) { $0 + problem.size[$1] } / max(cost, 1e-9)
    }

    /// What the empty host would take, largest first; it is empty again afterwards.
    private func filled(_ bin: Int, _ bins: Bins, _ remaining: [Int]) -> [Int] {
        var items: [Int] = []
        for item in remaining where bins.fits(item, in: bin) {
            bins.put(item, in: bin)
            items.append(item)
        }
        for item in items { bins.take(item) }
        return items
    }
}
