extension Problem {
    /// No placement costs less: on all hosts together the use above what is safe, and what is missing of the balance,
    /// are at least those of one host as large as all.
    var lowerBound: Int64 {
        var (used, safe, whole) = (sums, sums, sums)
        for machine in 0..<machines { add(demand, machine, to: &used) }
        for host in 0..<hosts {
            add(self.safe, host, to: &safe)
            add(capacity, host, to: &whole)
        }
        var bound = (0..<resources).reduce(Int64(0)) { $0 + weight[$1] * max(0, used[$1] - safe[$1]) }
        for term in balance {
            let (of, to) = (whole[term.of] - used[term.of], whole[term.to] - used[term.to])
            bound += term.weight * max(0, term.target * of - to)
        }
        return bound
    }

    /// Mean over all machines of what their demand would cost where nothing of it were safe, nothing balanced.
    var meanPrice: Double {
        var used = sums
        for machine in 0..<machines { add(demand, machine, to: &used) }
        var price = 0.0
        for resource in 0..<resources { price += Double(weight[resource]) * Double(used[resource]) }
        for term in balance {
            let whole = Double(term.target) * Double(used[term.of]) + Double(used[term.to])
            price += Double(term.weight) * whole
        }
        return price / Double(max(1, machines))
    }

    private var sums: [Int64] { [Int64](repeating: 0, count: resources) }

    private func add(_ table: Table<Int32>, _ row: Int, to sums: inout [Int64]) {
        for at in 0..<resources { sums[at] += Int64(table.start[row * resources + at]) }
    }
}
