/// One LUN seen over several paths.
package struct Multipath: Sendable, Hashable, Codable {
    package var name: String
    package var wwid: String
    /// `/dev/sdb`, `/dev/sdc`.
    package var paths: [String]

    package init(name: String, wwid: String, paths: [String]) {
        self.name = name
        self.wwid = wwid
        self.paths = paths
    }
}
