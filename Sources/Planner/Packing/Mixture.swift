/// Packs onto host types of different size and cost: of all types, the next host is the one that takes most for its
/// money (Gabay and Zaourar 2016).
struct Mixture {
    let problem: PackingProblem

    func pack(_ deadline: Deadline) -> Layout? {
        var remaining = FirstFit(problem: problem).decreasing()
        var used = [Int](repeating: 0, count: problem.types.count)
        var hosts: [Layout.Host] = []
        while let largest = remaining.first {
            var best: (score: Double, type: Int, items: [Int])?
            for type in problem.types.indices
            where used[type] < problem.types[type].limit && problem.fits(largest, on: type) {
                let items = filled(type, remaining)
                let size = items.reduce(0.0) { $0 + problem.size[$1] }
                let everything = items.count == remaining.count
                // A type that ends the work is judged by its price alone.
                let score = everything ? 1e6 - problem.types[type].cost : size / max(problem.types[type].cost, 1e-9)
                if score > best?.score ?? -.infinity { best = (score, type, items) }
            }
            guard let best, !best.items.isEmpty else { return nil }
            used[best.type] += 1
            hosts.append(Layout.Host(type: best.type, items: best.items))
            let gone = Set(best.items)
            remaining.removeAll { gone.contains($0) }
        }
        return Layout(hosts: hosts)
    }

    /// What one host of this type takes, largest first.
    private func filled(_ type: Int, _ remaining: [Int]) -> [Int] {
        let bins = Bins(problem, hosts: 1)
        let bin = bins.open(type)
        var items: [Int] = []
        for item in remaining where bins.fits(item, in: bin) {
            bins.put(item, in: bin)
            items.append(item)
        }
        return items
    }
}
