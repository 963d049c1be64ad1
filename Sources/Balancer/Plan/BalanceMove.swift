/// One live migration of a plan, with its reason and its price.
package struct BalanceMove: Sendable, Hashable, Codable {
    package var vm: String
    package var from: String
    package var to: String
    /// Why, in numbers: utilisation of both hosts before and after.
    package var reason: String
    package var cost: MoveCost

    package init(vm: String, from: String, to: String, reason: String, cost: MoveCost) {
        self.vm = vm
        self.from = from
        self.to = to
        self.reason = reason
        self.cost = cost
    }
}
