/// One live migration of a plan, with its reason and its price.
public struct BalanceMove: Sendable, Hashable, Codable {
    public var vm: String
    public var from: String
    public var to: String
    /// Why, in numbers: utilisation of both hosts before and after.
    public var reason: String
    public var cost: MoveCost

    public init(vm: String, from: String, to: String, reason: String, cost: MoveCost) {
        self.vm = vm
        self.from = from
        self.to = to
        self.reason = reason
        self.cost = cost
    }
}
