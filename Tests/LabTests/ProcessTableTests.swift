import Estate
import Testing

@testable import Lab

private let state = "/cache/state"

private func process(
    _ pid: Int32, _ name: String, parent: Int32 = 1, mark: String? = nil, network: String = "net:[1]",
    state: String = "S"
) throws -> LabProcess? {
    let stat = "\(pid) (\(name)) \(state) \(parent) 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4242 0 0"
    return LabProcess(pid: pid, stat: stat, mark: mark, network: network)
}

@Suite struct ProcessTableTests {
    /// A name with spaces and parentheses must not shift the fields: the wrong parent would be read.
    @Test func `a process name may hold anything`() throws {
        let odd = try #require(try process(7, "a) R 99 (b", parent: 3))
        #expect(odd.parent == 3)
        #expect(odd.started == 4242)
        #expect(try process(8, "gone", state: "Z") == nil)
        #expect(LabProcess(pid: 9, stat: "garbage", mark: nil, network: nil) == nil)
    }

    @Test func `the mark is found in an environment, and only under its own name`() {
        let environment = Array("PATH=/bin\u{0}XP2V_LAB_PART=no\u{0}P2V_LAB_PART=/cache/state#hosta\u{0}A=b\u{0}".utf8)
        #expect(LabProcess.mark(environment: environment) == "/cache/state#hosta")
        #expect(LabProcess.mark(environment: Array("A=b".utf8)) == nil)
    }

    /// Removing one lab must not touch another one, nor the shell of whoever asks.
    @Test func `what belongs to a lab is what carries its mark or lives in its networks`() throws {
        let all = [
            try process(10, "unshare", mark: "\(state)#hosta", network: "net:[2]"),
            try process(11, "bash", parent: 10, mark: "\(state)#hosta", network: "net:[2]"),
            try process(12, "qemu", parent: 11, network: "net:[2]"),
            try process(20, "bash", mark: "\(state)2#hosta", network: "net:[3]"),
            try process(30, "bash", network: "net:[1]"),
            try process(31, "dig", mark: "\(state)#exec", network: "net:[1]"),
        ].compactMap { $0 }
        let table = ProcessTable(processes: all, ownNetwork: "net:[1]")
        #expect(table.belonging(to: state).map { $0.pid } == [10, 11, 12, 31])
        #expect(table.first(of: "\(state)#hosta")?.pid == 11)
        #expect(table.first(of: "\(state)#hostb") == nil)
    }
}
