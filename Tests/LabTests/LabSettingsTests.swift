import Estate
import Testing

@testable import Lab

@Suite struct LabSettingsTests {
    /// The path is written into configuration files and mount options.
    @Test(arguments: [
        "relative", "/", "/a b", "/a\"b", "/a,b", "/a:b", "/a/../b", "/run/lab", "/etc/lab", "/dev/lab", "/ä",
    ])
    func `a cache folder that cannot be used is refused`(folder: String) {
        let failure = #expect(throws: Failure.self) { try LabSettings(cache: folder) }
        #expect(failure?.exit == .refused)
    }

    @Test func `plain folders are taken`() throws {
        #expect(try LabSettings(cache: "/var/cache/p2v-lab").cache == "/var/cache/p2v-lab")
        #expect(try LabSettings(cache: "/srv/lab_2.x/a-b").cache == "/srv/lab_2.x/a-b")
    }

    @Test(arguments: ["", "gbit", "1", "1gbit; reboot", "-1gbit", "1 gbit", "12345678mbit"])
    func `a rate that tc would not understand is refused`(rate: String) {
        #expect(throws: Failure.self) { try LabSettings(cache: "/lab", rate: rate) }
    }

    @Test func `rates with a unit are taken`() throws {
        #expect(try LabSettings(cache: "/lab", rate: "100mbit").rate == "100mbit")
    }
}
