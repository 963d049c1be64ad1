package import Estate
internal import Scanner
internal import Terminal

extension ServerLoad {
    /// - Parameter policy: what the demand was made with.
    package func text(_ policy: PlanPolicy) -> String {
        var text = """
            \(Sanitised.text(server)): \(series.samples.count { $0 != nil }) samples of \(Fixed.duration(series.interval)) since \(series.start.iso)
            observed \(Fixed.text(100 * coverage.observed, 0)) % of the last \(Fixed.text(coverage.days, 0)) days, confidence \(coverage.grade.rawValue)

            """
        if let factor = coreFactor, factor.basis != .none {
            text +=
                "one core of it is \(Fixed.text(factor.value, 2)) of the slowest host's"
                + (factor.basis == .frequency ? " (by frequency only)\n" : " (by rating)\n")
        }
        return text + (demand.map { Self.table($0, policy) } ?? "")
    }

    private static func table(_ demand: Demand, _ policy: PlanPolicy) -> String {
        var table = Table(["RESOURCE", ">MEAN", ">BUSIEST HOUR", "WHEN"])
        let rows: [(String, [Double]?)] = [
            ("cores", demand.cores), ("disk operations/s", demand.diskOperations),
            ("disk MB/s", demand.diskBytes?.map { $0 / 1e6 }), ("network MB/s", demand.networkBytes?.map { $0 / 1e6 }),
        ]
        for (name, values) in rows {
            guard let values, let peak = values.max(), let at = values.firstIndex(of: peak) else {
                table.add([name, "-", "-", "not observed"])
                continue
            }
            table.add([
                name, Fixed.text(values.reduce(0, +) / Double(values.count), 2), Fixed.text(peak, 2),
                Demand.name(ofHour: at),
            ])
        }
        return
            "\ndemand: percentile \(Fixed.text(policy.percentile, 0)) of each hour of the week, times \(Fixed.text(policy.comfort, 2))\n"
            + table.text
    }
}
