package import Estate

/// A host that an operator has closed for work: nothing is moved there until it is opened again.
package struct MaintenanceMark: Sendable, Hashable, Codable {
    package var host: String
    package var since: Moment
    /// `user@machine`.
    package var by: String
    /// `evacuate`, `rolling`, or an operator's words.
    package var why: String

    package init(host: String, since: Moment, by: String, why: String) {
        self.host = host
        self.since = since
        self.by = by
        self.why = why
    }
}
