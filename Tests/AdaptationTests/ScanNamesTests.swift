import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: names that only the running server could explain are lost.
@Suite struct ScanNamesTests {
    @Test func `case 3: by-path and by-id mean what the scan saw`() {
        let links = [
            "/dev/disk/by-path/pci-0000:00:1f.2-ata-1-part1": "/dev/sda1", "/dev/disk/by-id/ata-WDC-part2": "/dev/sda2",
        ]
        let names = DeviceNames(facts: Fixtures.facts(profile: Profiles.with(links: links)))
        #expect(names.resolve("/dev/disk/by-path/pci-0000:00:1f.2-ata-1-part1") == .volume(Fixtures.volumes[0]))
        #expect(names.resolve("/dev/disk/by-id/ata-WDC-part2") == .volume(Fixtures.volumes[1]))
        #expect(names.resolve("/dev/disk/by-id/ata-OTHER-part1") == .unknown)
    }

    @Test func `links that point at each other end`() {
        let links = ["/dev/disk/by-id/a": "/dev/disk/by-id/b", "/dev/disk/by-id/b": "/dev/disk/by-id/a"]
        let names = DeviceNames(facts: Fixtures.facts(profile: Profiles.with(links: links)))
        #expect(names.resolve("/dev/disk/by-id/a") == .unknown)
    }
}
