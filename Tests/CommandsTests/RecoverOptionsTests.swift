import Commands
import Testing

/// "Nobody writes to its images" must not be said of images that nobody looked at.
@Suite struct RecoverOptionsTests {
    private static let badUsage: Int32 = 64

    @Test(arguments: ["0", "-1", "nan", "3601"])
    func `a recovery without a watch over the images is no recovery`(_ seconds: String) async {
        #expect(await code(seconds) == Self.badUsage)
    }

    @Test func `one second is a watch`() async {
        #expect(await code("1") != Self.badUsage)
    }

    private func code(_ seconds: String) async -> Int32 {
        await P2VCommand.launch(["recover", "hosta", "--watch-images=\(seconds)", "--pool", "/nowhere/pool.yaml"])
    }
}
