internal import Estate

extension BalanceState {
    /// Hosts that could not be asked: what they run is not known, so nothing that counts all VMs is.
    package var unseenHosts: [String] { hosts.filter { $0.state == .lost }.map(\.name) }

    /// Why statements about the whole pool are not known; nil when every host was seen.
    package var blindness: String? {
        guard hosts.contains(where: { $0.state != .lost }) else {
            return hosts.isEmpty ? "the pool has no host" : "no host answers"
        }
        let unseen = unseenHosts
        return unseen.isEmpty ? nil : "\(unseen.joined(separator: ", ")) cannot be asked"
    }

    /// - Parameter critical: hosts whose loss the others could not take, as far as was seen.
    func survivesHostLoss(critical: [String]) -> Observed<Bool> {
        blindness.map { .unknown(because: $0) } ?? .known(critical.isEmpty)
    }
}
