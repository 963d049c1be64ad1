import Estate
import Testing

@testable import Adaptation

/// Two machines that take one address, or stand on two segments, show nothing of what they are to each other.
@Suite struct SegmentTests {
    @Test func `the segment has the gateway of each network, and takes nobody's address`() {
        let guests: [SegmentAddresses.Guest] = [
            .init(address: "10.77.0.53/24", gateway: "10.77.0.1"), .init(address: "10.77.0.60/24", gateway: nil),
            .init(address: "192.168.4.254/29", gateway: "10.0.0.1"), .init(address: nil, gateway: nil),
            .init(address: "10.8.0.1/16", gateway: "10.8.0.2"), .init(address: "10.8.0.2/16", gateway: "10.8.0.2"),
            .init(address: "nonsense/24", gateway: nil), .init(address: "10.9.0.1/31", gateway: nil),
        ]
        #expect(SegmentAddresses.of(guests) == ["10.77.0.1/24", "192.168.4.253/29", "10.8.255.254/16"])
    }

    @Test func `a machine on a segment runs inside it, each card on a tap of its own`() {
        var test = BootTest(disks: [], proof: .tcp(22), mac: "52:54:00:00:00:01", address: "10.77.0.53/24")
        test.otherCards = ["52:54:00:00:00:02"]
        test.place = BootPlace(
            segment: BootSegment(prefix: ["enter", "it"], answers: { _ in true }, close: {}),
            taps: ["card4", "card5"], proofs: [], settle: {})
        let machine = BootMachine(test: test, folder: "/tmp/x", overlays: [], ports: [1])
        #expect(machine.arguments.prefix(3) == ["enter", "it", "qemu-system-x86_64"])
        #expect(machine.arguments.contains("tap,id=port0,ifname=card4,script=no,downscript=no"))
        #expect(machine.arguments.contains("virtio-net-pci,netdev=port1,mac=52:54:00:00:00:02"))
        #expect(!machine.arguments.contains { $0.hasPrefix("user,") }, "nothing leads to this machine")
    }
}
