import Testing

@testable import Adaptation

/// What a user loses if these fail: a damaged guest is adapted as if what could not be read were not there.
@Suite struct TornLinkTests {
    @Test(arguments: ["/vmlinuz", "/etc/os-release"])
    func `a link whose target cannot be read is told, and not taken for none`(path: String) throws {
        var tree = MemoryTree(["/etc/hostname": "db1"])
        tree.tear(path)
        let volume = GuestVolume(device: "/dev/sda1", type: "ext4")
        let facts = try FactReader(tree: tree, target: .kvm, profile: nil).refreshed(
            GuestFacts(
                target: .kvm, system: GuestSystem(id: "unknown", version: "", title: "unknown"), sourceDevices: [nil],
                volumes: [volume], root: volume))
        #expect(facts.links[path] == nil)
        #expect(facts.unreadable[path] == "Structure needs cleaning")
    }
}
