package import Estate

extension BalancePolicyFile: Plausible {
    package var flaw: Flaw? {
        Flaw.first(
            .init("coolDownMinutes", coolDownMinutes, 0...525_600), .init("noReturnHours", noReturnHours, 0...8760),
            .init("linkMiBPerSecond", linkMiBPerSecond, 0.001...1e9),
            .init("hostDiskMiBPerSecond", hostDiskMiBPerSecond, 0.001...1e9),
            .init("hostNetworkMiBPerSecond", hostNetworkMiBPerSecond, 0.001...1e9))
            ?? priorities?.sorted { $0.key < $1.key }.lazy
            .compactMap { Flaw.first(.init("priorities", inside: $0.key, $0.value, -1_000_000...1_000_000)) }.first
    }
}
