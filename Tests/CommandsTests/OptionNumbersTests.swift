import Commands
import Testing

/// Numbers of the command line that nobody can mean: some ended p2v with "Illegal instruction".
@Suite struct OptionNumbersTests {
    private static let badUsage: Int32 = 64

    @Test(arguments: [
        ["rebalance", "--window", "nan"], ["rebalance", "--window=-1"], ["rebalance", "--window", "1e300"],
        ["rebalance", "--max-moves=-1"], ["evacuate", "a", "--window", "inf"], ["serve", "--duration", "nan"],
        ["serve", "--interval", "nan"], ["migrate", "a", "b", "--rate", "nan"], ["migrate", "a", "b", "--rate", "0"],
        ["migrate", "a", "b", "--timeout", "9223372036854775807"], ["migrate", "a", "b", "--downtime", "0"],
        ["convert", "plan.yaml", "--max-outage", "nan"],
        ["convert", "plan.yaml", "--boot-limit", "9223372036854775807"],
    ])
    func `are refused before anything is begun`(words: [String]) async {
        #expect(await P2VCommand.launch(words) == Self.badUsage)
    }
}
