import Doctor
import Estate
import Foundation
import Testing

@testable import Operations

/// If these fail, the doctor finds nothing wrong with a pool that no command can open.
@Suite struct `The examination of a pool file` {
    private func findings(_ text: String) throws -> [Finding] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        return Examination.unread(Workspace(storePath: "/nonexistent/store", poolPath: file.path))
    }

    @Test func `a pool that cannot be opened is a problem, also when its file can be read`() throws {
        let found = try findings(
            "format: p2v-pool/1\nname: office\nkind: xapi\nnetwork: br0\nhosts: []\nstorage: []\n")
        #expect(found.map(\.level) == [.problem])
    }

    @Test func `a file that is no pool file is a problem`() throws {
        #expect(try findings("name: [\n").map(\.level) == [.problem])
    }

    @Test func `a file that is missing is a problem`() {
        let workspace = Workspace(storePath: "/nonexistent/store", poolPath: "/nonexistent/pool.yaml")
        #expect(Examination.unread(workspace).map(\.level) == [.problem])
    }

    @Test func `a pool that can be opened is none`() throws {
        let found = try findings(
            "format: p2v-pool/1\nname: office\nnetwork: br0\nhosts: []\nstorage: []\n")
        #expect(found == [])
    }
}
