internal import Estate
internal import Scanner

/// All that a report of a room of servers is made from, whatever it is written as.
struct RoomReport: Sendable {
    /// One server with what was found out about it.
    struct Server: Sendable {
        var profile: ServerProfile
        var assessment: Assessment
        /// Its load over time; nil where nothing was observed.
        var load: UtilisationSeries?

        var name: String { profile.name }
        /// Bytes of all disks.
        var diskBytes: UInt64? { profile.disks.value.map { $0.reduce(0) { $0 &+ $1.bytes } } }
    }

    var servers: [Server]
    /// For whom it is; nil where nobody is named.
    var customer: String?
    var made: Moment
    /// Whether names, addresses and serial numbers are replaced.
    var isAnonymous: Bool

    init(
        _ profiles: [ServerProfile], load: [String: UtilisationSeries], customer: String?, made: Moment,
        anonymous: Bool = false
    ) {
        let (day, pseudonyms) = (CivilTime(made).date, anonymous ? Anonymiser(profiles) : nil)
        servers = profiles.enumerated().map { at, profile in
            let shown = pseudonyms?.profiles[at] ?? profile
            let series = load[profile.name]
            return Server(profile: shown, assessment: .of(shown, series, on: day), load: series)
        }
        (self.customer, self.made, isAnonymous) = (customer, made, anonymous)
    }

    var profiles: [ServerProfile] { servers.map(\.profile) }

    var title: String { customer.map { "Servers of \($0)" } ?? "Scanned servers" }

    /// The day, whose version, and whether it may be shared.
    var subtitle: String {
        let scans = servers.map(\.profile.scannedAt).sorted()
        let first = scans.first.map { CivilTime($0).date.text } ?? "-"
        let last = scans.last.map { CivilTime($0).date.text } ?? "-"
        return "\(servers.count) \(servers.count == 1 ? "server" : "servers"), scanned "
            + (first == last ? first : "\(first) to \(last)") + "; written \(CivilTime(made).text) UTC by p2v "
            + Release.version + (isAnonymous ? "; names, addresses and serial numbers are replaced" : "")
    }
}
