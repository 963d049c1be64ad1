/// A VM (or host) that something should be done about, and why nothing can be.
package struct BalanceStay: Sendable, Hashable, Codable {
    package var vm: String
    package var host: String
    package var reason: String

    package init(vm: String, host: String, reason: String) {
        self.vm = vm
        self.host = host
        self.reason = reason
    }
}
