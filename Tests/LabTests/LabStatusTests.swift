import Estate
import Testing

@testable import Lab

@Suite struct LabStatusTests {
    private func parts(off: Set<String>) -> [LabStatus.Part] {
        Node.allCases.map {
            LabStatus.Part(name: $0.rawValue, role: $0.role, address: $0.address, running: !off.contains($0.rawValue))
        }
    }

    /// After its conversion the server is off and must stay off; the lab is not broken by that.
    @Test func `the server may be off, a host may not`() {
        let all = Set(Node.allCases.map { $0.rawValue })
        #expect(LabStatus.state(complete: true, parts: parts(off: [])) == .up)
        #expect(LabStatus.state(complete: true, parts: parts(off: ["dns01", "db01"])) == .up)
        #expect(LabStatus.state(complete: true, parts: parts(off: ["hostb"])) == .broken)
        #expect(LabStatus.state(complete: false, parts: parts(off: [])) == .broken)
        #expect(LabStatus.state(complete: true, parts: parts(off: all)) == .broken)
        #expect(LabStatus.state(complete: false, parts: parts(off: all)) == .down)
    }

    @Test func `the machine's start is read from the kernel's figures`() {
        #expect(LabStatus.bootTime("cpu 1 2\nbtime 1764028800\nprocesses 3\n") == 1_764_028_800)
        #expect(LabStatus.bootTime("nothing") == 0)
    }
}
