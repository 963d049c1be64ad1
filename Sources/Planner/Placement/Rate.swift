internal import Estate

/// A measured resource whose limit a host or an SR may state.
enum Rate: CaseIterable, Sendable {
    case diskOperations, diskBytes, networkBytes

    /// What goes through an SR.
    static let ofStorage: [Rate] = [.diskOperations, .diskBytes]

    var name: String {
        switch self {
        case .diskOperations: "disk operations/s"
        case .diskBytes: "disk bytes/s"
        case .networkBytes: "network bytes/s"
        }
    }

    func limit(_ rates: Rates?) -> Double? {
        switch self {
        case .diskOperations: rates?.diskOperations
        case .diskBytes: rates?.diskBytes
        case .networkBytes: rates?.networkBytes
        }
    }

    /// By hour of the week; nil where it was not observed.
    func series(_ demand: Demand) -> [Double]? {
        switch self {
        case .diskOperations: demand.diskOperations
        case .diskBytes: demand.diskBytes
        case .networkBytes: demand.networkBytes
        }
    }

    func value(_ sample: LoadSample) -> Double? {
        switch self {
        case .diskOperations: sample.diskOperations
        case .diskBytes: sample.diskBytes
        case .networkBytes: sample.networkBytes
        }
    }

    /// What to say where a limit is stated for what was not observed of a server; nothing where all was.
    static func unseen(_ names: [String], by limiter: String) -> [String] {
        guard !names.isEmpty else { return [] }
        return [
            "load: its \(names.joined(separator: " and ")) were not observed: nothing of it counts against the limit of "
                + limiter
        ]
    }
}
