import Estate
import Testing

@testable import Lab

@Suite struct GuestTests {
    @Test func `a guest's domain holds its name, address and load`() throws {
        let guest = try Guest(name: "load-1", memoryMiB: 128, busy: 0.8, number: 100)
        let xml = try LabFile.guest.rendered(guest.values(folder: "/lab/images/guest", accelerator: .tcg))
        #expect(xml.contains("<name>load-1</name>"))
        #expect(xml.contains("p2v.address=10.77.0.100 p2v.on=800000 p2v.off=200000 p2v.fill=0 p2v.write=0 p2v.set=64<"))
        #expect(xml.contains("<mac address='52:54:00:77:01:64'/>"))
        #expect(xml.contains("<uuid>70327600-0000-4000-8001-000000000100</uuid>"))
    }

    /// Names go into XML and kernel command lines.
    @Test(arguments: ["", "-a", "A", "a b", "a'b", "a<b", "../x", String(repeating: "a", count: 41)])
    func `a name that is not plain is refused`(name: String) {
        #expect(throws: Failure.self) { try Guest(name: name, memoryMiB: 128, busy: 0, number: 100) }
    }

    @Test func `memory, load and address have bounds`() {
        #expect(throws: Failure.self) { try Guest(name: "a", memoryMiB: 64, busy: 0, number: 100) }
        #expect(throws: Failure.self) { try Guest(name: "a", memoryMiB: 128, busy: 1.1, number: 100) }
        #expect(throws: Failure.self) { try Guest(name: "a", memoryMiB: 128, busy: .nan, number: 100) }
        #expect(throws: Failure.self) { try Guest(name: "a", memoryMiB: 128, busy: 0, filled: 0.9, number: 100) }
        #expect(throws: Failure.self) { try Guest(name: "a", memoryMiB: 128, busy: 0, number: 53) }
        #expect(Guest.number(of: "10.77.0.77") == 77)
        #expect(Guest.number(of: "192.0.2.1") == nil)
    }
}
