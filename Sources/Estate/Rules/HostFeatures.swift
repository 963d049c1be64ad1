/// What a host offers to `Needs`.
public struct HostFeatures: Sendable, Hashable, Codable {
    public var host: String
    public var features: [String]

    public init(host: String, features: [String]) {
        self.host = host
        self.features = features
    }
}
