/// A VM (or host) that something should be done about, and why nothing can be.
public struct BalanceStay: Sendable, Hashable, Codable {
    public var vm: String
    public var host: String
    public var reason: String

    public init(vm: String, host: String, reason: String) {
        self.vm = vm
        self.host = host
        self.reason = reason
    }
}
