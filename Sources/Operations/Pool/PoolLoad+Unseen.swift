internal import Estate

extension PoolLoad {
    /// What is not known, in words: hosts of one reason together. A column of dashes alone looks like a pool at rest.
    var unseen: [String] {
        let reasons = Dictionary(grouping: unknown ?? [:], by: \.value).mapValues { $0.map(\.key).sorted() }
        let lines = reasons.sorted { ($0.value[0], $0.key) < ($1.value[0], $1.key) }.map { reason, hosts in
            "the load of \(hosts.joined(separator: ", ")) is unknown: \(reason)"
        }
        return hosts.isEmpty ? ["no host told its load"] + lines : lines
    }
}
