internal import Estate

/// One measured resource as the checker reads it: its limit and its hourly demand.
struct MeasuredRate {
    var name: String
    var limit: (Rates) -> Double?
    /// Nil where it was not observed.
    var demand: (Demand) -> [Double]?

    static var ofStorage: [MeasuredRate] {
        [
            MeasuredRate(name: "disk operations/s", limit: \.diskOperations, demand: \.diskOperations),
            MeasuredRate(name: "disk bytes/s", limit: \.diskBytes, demand: \.diskBytes),
        ]
    }

    static var ofHosts: [MeasuredRate] {
        ofStorage + [MeasuredRate(name: "network bytes/s", limit: \.networkBytes, demand: \.networkBytes)]
    }

    /// What exceeds its share of the stated limit, in words.
    func excess(_ demands: [Demand], _ rates: Rates?, headroomPercent: Double) -> String? {
        guard let stated = rates.flatMap(limit) else { return nil }
        let allowed = stated - stated * headroomPercent / 100
        var busiest = (hour: 0, value: 0.0)
        for hour in 0..<Demand.hours {
            let value = demands.reduce(0.0) { $0 + (demand($1)?[hour] ?? 0) }
            if value > busiest.value { busiest = (hour, value) }
        }
        guard busiest.value > allowed * (1 + 1e-9) + 1e-9 else { return nil }
        return "needs \(Int(busiest.value.rounded())) \(name) on \(Demand.name(ofHour: busiest.hour)), "
            + "\(Int(allowed)) are free after headroom"
    }
}
