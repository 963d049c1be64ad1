/// One LUN seen over several paths.
public struct Multipath: Sendable, Hashable, Codable {
    public var name: String
    public var wwid: String
    /// `/dev/sdb`, `/dev/sdc`.
    public var paths: [String]

    public init(name: String, wwid: String, paths: [String]) {
        self.name = name
        self.wwid = wwid
        self.paths = paths
    }
}
