import Estate
import Foundation
import Synchronization
import TestSupport
import Testing
import XenAPIDouble

@testable import XenAPI

/// A pool whose toolstack restarts, whose coordinator changes, or whose members start: the work there goes on, and p2v
/// may neither give it up nor wait for ever.
@Suite(.serialized) struct XenOutageTests {
    private let exchange = CurlExchange(pins: PassingPins(), sha256: SHA256.digest)

    private func client(
        _ double: XenAPIDouble, addresses: [String]? = nil,
        patience: XenPatience = XenPatience(longestPause: .seconds(1))
    ) -> XenClient {
        XenClient(
            addresses: addresses ?? [double.address],
            login: .init(user: XenAPIDouble.user) { XenAPIDouble.password },
            exchange: CurlExchange(pins: PassingPins(), sha256: SHA256.digest), patience: patience, acceptsNew: true)
    }

    /// On a connection that stays: a double that takes no new ones can be ordered to come back.
    private func fault(_ double: XenAPIDouble, _ order: JSONValue) async throws {
        let answer = try await exchange.send(
            HTTPRequest(address: double.address, path: "/double/fault", body: .json(JSONWriter.bytes(order))))
        #expect(answer.status == 200)
    }

    /// What the double has counted so far.
    private func count(_ name: String, _ double: XenAPIDouble) async throws -> Int {
        let answer = try await exchange.send(HTTPRequest(address: double.address, path: "/double/counters"))
        return try Int(JSONReader.value(of: answer.body)[name].int ?? 0)
    }

    /// Starts a move, runs `body` when the server does it, and answers with the move's end.
    private func moving(
        _ double: XenAPIDouble, _ client: XenClient, body: () async throws -> Void
    ) async throws -> String {
        let vm = try #require(try await client.records("VM").first)
        let other = try #require(try await client.records("host").first { $0.ref != vm.ref("resident_on") })
        let parameters: [JSONValue] = [.string(vm.ref), .string(other.ref), ["live": "true"]]
        let work = Task { try await client.run("VM.pool_migrate", parameters) }
        let looker = self.client(double)
        try await until("the task is there") { try await !looker.records("task").isEmpty }
        try await fault(double, [:])
        try await body()
        let result = try await work.value
        #expect(try await looker.record("VM", vm.ref)?.ref("resident_on") == other.ref)
        return result
    }

    // Without it a toolstack's restart makes a failure of a migration that succeeds.
    @Test(arguments: ["refused", "garbage", "booting"])
    func `a task is found again after a pool was away for longer than three seconds`(kind: String) async throws {
        try await XenAPIDouble.run(vms: 1, seconds: 600) { double in
            let told = Mutex<[String]>([])
            let passed = Mutex(Duration.zero)
            // Only its pauses are time, and they pass twenty times as fast as the world's.
            let patience = XenPatience(
                longestPause: .seconds(1),
                sleep: { pause in
                    passed.withLock { $0 += pause }
                    try await Task.sleep(for: pause / 20)
                }, now: { passed.withLock(\.self) }, tell: { text in told.withLock { $0.append(text) } })
            _ = try await moving(double, client(double, patience: patience)) {
                try await fault(double, ["away": .string(kind), "seconds": 600])
                try await until("it was away so long") { passed.withLock(\.self) > .seconds(10) }
                try await fault(double, ["back": true])
                try await until("it answers") { told.withLock(\.self).last == "the pool answers again" }
                try await fault(double, ["finish": true])
            }
            #expect(told.withLock(\.self).first?.contains("the work there goes on") == true)
        }
    }

    // Without it the operator is told of a failure that nobody saw.
    @Test func `a task that nobody tells of for the whole patience has an unknown end, and stays`() async throws {
        try await XenAPIDouble.run(vms: 1, seconds: 600) { double in
            let passed = Mutex(Duration.zero)
            let patience = XenPatience(
                limit: .seconds(900),
                sleep: { pause in
                    passed.withLock { $0 += pause }
                    await Task.yield()
                }, now: { passed.withLock(\.self) })
            let client = client(double, patience: patience)
            await #expect {
                _ = try await moving(double, client) { try await fault(double, ["away": "garbage", "seconds": 600]) }
            } throws: { error in
                guard case XenError.endUnseen = error else { return false }
                return "\(error)".contains("unknown")
            }
            #expect(passed.withLock(\.self) >= .seconds(900))
            try await fault(double, ["back": true])
            let kept = try await self.client(double).patiently { try await self.client(double).records("task").count }
            #expect(kept == 1)
        }
    }

    // Without it p2v waits for ever for a migration that has long ended. A session that ended is one sign; where it
    // stays, an answer without news is the only one.
    @Test(arguments: [true, "quiet"] as [JSONValue])
    func `a token of another life of the coordinator is not believed`(life: JSONValue) async throws {
        try await XenAPIDouble.run(vms: 1, seconds: 600) { double in
            let patience = XenPatience(longestPause: .seconds(1), longestPoll: .milliseconds(200))
            _ = try await moving(double, client(double, patience: patience)) {
                try await until("it asks with a token") { try await count("polls", double) > 0 }
                try await fault(double, ["life": life])
                try await fault(double, ["finish": true])
            }
        }
    }

    // Without it one member that starts, or another server behind its address, blocks the whole pool.
    @Test(arguments: ["refused", "tls", "empty", "garbage", "booting"])
    func `a member that is not ready leads to the next one at the login`(kind: String) async throws {
        try await XenAPIDouble.run { double in
            try await fault(double, ["away": .string(kind), "seconds": 60, "host": 1])
            let hosts = try await client(double, addresses: [double.address(1), double.address]).records("host")
            #expect(hosts.count == 2)
            let alone = client(double, addresses: [double.address(1)])
            await #expect {
                _ = try await alone.records("host")
            } throws: { error in
                guard let error = error as? XenError else { return false }
                return !error.hint.contains("carried out")
            }
        }
    }

    @Test func `pauses grow to the longest one`() {
        let patience = XenPatience()
        let pauses = [1, 2, 3, 8, 100].map(patience.pause)
        #expect(pauses == [.milliseconds(200), .milliseconds(400), .milliseconds(800), .seconds(15), .seconds(15)])
    }

    // Without it the operator reads a number that he can do nothing with.
    @Test func `an error never shows a reference alone`() {
        let error = XenError.api(code: "SOMETHING_NEW", parameters: ["OpaqueRef:1", "", "why"])
        #expect("\(error)" == "SOMETHING_NEW (why)")
        #expect("\(XenError.api(code: "SOMETHING_NEW", parameters: ["OpaqueRef:1"]))" == "SOMETHING_NEW")
        #expect(!"\(XenError.taskVanished(task: "OpaqueRef:1"))".contains("OpaqueRef"))
    }

    // Names that XAPI does not have help nobody; each code of a start or a move has its own advice.
    @Test(arguments: [
        "CANNOT_CONTACT_HOST", "HOST_CANNOT_ATTACH_NETWORK", "HOST_NOT_ENOUGH_PCPUS", "VM_HVM_REQUIRED",
        "VM_HOST_INCOMPATIBLE_VERSION", "VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION", "VM_REQUIRES_IOMMU",
        "NETWORK_SRIOV_INSUFFICIENT_CAPACITY", "VM_BIOS_STRINGS_ALREADY_SET", "INVALID_VALUE", "VALUE_NOT_SUPPORTED",
        "VM_IS_TEMPLATE", "SR_BACKEND_FAILURE_40",
    ])
    func `a code of XAPI has advice of its own`(code: String) {
        #expect(XenError.hints[code] != nil)
    }

    @Test(arguments: [
        "EVENT_FROM_TOKEN_PARSE_ERROR", "HOST_CPU_NOT_COMPATIBLE", "CPU_INCOMPATIBLE", "SR_DETACHED", "VM_HAS_VTPM",
    ])
    func `a name that XAPI does not have is not among the advice`(code: String) {
        #expect(XenError.hints[code] == nil)
    }
}
