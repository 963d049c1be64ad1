import Estate
import Foundation
import Testing

@testable import Operations

/// A script that asks for the pool and gets 0 goes on as if it had seen all of it.
@Suite struct `The pool as it is shown` {
    private func state(_ hosts: String, _ more: String = "") async throws -> PoolState {
        let scene = try LedgerScene()
        defer { scene.end() }
        let workspace = scene.workspace("anna")
        try """
        {format: p2v-pool/1, name: p, network: br0, hosts: \(hosts), storage: [{name: sr, url: "file://\(scene.place)\(more)"}]}
        """.write(toFile: workspace.poolPath, atomically: true, encoding: .utf8)
        return try await PoolState(watchedFor: nil, in: workspace)
    }

    private static let seen = "{name: hosta, uri: \"test:///default\"}"
    private static let away = "{name: hostb, uri: \"qemu+unix:///system?socket=/nonexistent/libvirt-sock\"}"

    @Test func `with all of it seen nothing is missing`() async throws {
        let state = try await state("[\(Self.seen)]")
        #expect(state.blindness == nil && state.hosts.map(\.reachable) == [true], "\(state)")
    }

    @Test(arguments: ["[\(seen), \(away)]", "[\(away)]"])
    func `a host that cannot be asked is an error, beside what was seen`(hosts: String) async throws {
        let failure = try #require(try await state(hosts).blindness)
        #expect(failure.exit == .error && failure.because.contains("hostb cannot be asked"))
    }

    @Test func `an SR that cannot be asked is an error, and so are marks that may be on it`() async throws {
        let failure = try #require(try await state("[\(Self.seen)]", "/gone").blindness)
        #expect(failure.because.contains("the SR sr cannot be asked"))
        #expect(failure.because.contains("which hosts are closed for work is not known"))
    }
}
