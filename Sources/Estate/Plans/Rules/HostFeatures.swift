/// What a host offers to `Needs`.
package struct HostFeatures: Sendable, Hashable, Codable {
    package var host: String
    package var features: [String]

    package init(host: String, features: [String]) {
        self.host = host
        self.features = features
    }
}
