internal import Estate
internal import Foundation
internal import Pool
internal import Testing
internal import XenAPI
internal import XenAPIDouble

/// XAPI lets several machines have one name, and a copy keeps its original's notes: the wrong one switched off is an
/// outage, the wrong one forgotten is a loss.
@Suite(.serialized) struct XenIdentityTests {
    private func refusal(_ body: () async throws -> Void) async -> Failure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Failure
        }
    }

    /// A second VM with the same label, or with the same notes, as somebody makes it at the console.
    private func twin(of name: String, called label: String, _ double: XenAPIDouble) async throws {
        let client = double.client()
        let original = try #require(try await client.records("VM").first { $0.label == name })
        let fields = original.value.fields.filter { !["uuid", "blocked_operations"].contains($0.name) }
            .map { JSONValue.Field($0.name, $0.name == "name_label" ? .string(label) : $0.value) }
        _ = try await client.call("VM.create", [.object(fields)])
    }

    @Test func `several machines of one name are named, and none of them is touched`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            try await pool.define(try await double.definition("mail", pool), on: "xs1")
            try await twin(of: "mail", called: "mail", double)
            for action in [
                { try await pool.powerOff("mail", on: "xs1") }, { try await pool.undefine("mail", on: "xs1") },
                { try await pool.start("mail", on: "xs1") }, { _ = try await pool.condition(of: "mail", on: "xs1") },
            ] as [@Sendable () async throws -> Void] {
                let failure = await refusal(action)
                #expect(
                    failure?.because.contains("2 machines fit") == true && failure?.exit == .refused,
                    "\(String(describing: failure))")
            }
            #expect(try await pool.machines().map(\.name) == ["mail", "mail"])
        }
    }

    @Test func `a copy that kept the note of its UUID is not taken for the original`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let definition = try await double.definition("mail", pool)
            try await pool.define(definition, on: "xs1")
            try await twin(of: "mail", called: "mail-copy", double)
            let failure = await refusal { try await pool.undefine(uuid: definition.uuid, on: "xs1") }
            #expect(failure?.because.contains("mail-copy") == true, "\(String(describing: failure))")
            #expect(try await pool.machines().count == 2)
        }
    }

    // What was there is all that there is: it must not be thrown away for a new one that cannot be made.
    @Test func `a machine that is defined again stays when the new one cannot be built`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let definition = try await double.definition("again", pool)
            try await pool.define(definition, on: "xs1")
            try await double.fault(#"{"method":"VIF.create","error":["MAC_INVALID","52:54"]}"#)
            #expect(await refusal { try await pool.define(definition, on: "xs1") } != nil)
            #expect(try await pool.machines().map(\.uuid) == [definition.uuid])
            try await pool.start("again", on: "xs1")
        }
    }

    @Test func `a half-made machine that cannot be taken back is said to be there`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let definition = try await double.definition("stuck", pool)
            try await double.fault(#"{"method":"VIF.create","error":["MAC_INVALID","52:54"]}"#)
            try await double.fault(#"{"method":"VM.destroy","error":["INTERNAL_ERROR","x"]}"#)
            let failure = await refusal { try await pool.define(definition, on: "xs1") }
            #expect(failure?.because.contains("half-made") == true, "\(String(describing: failure))")
            // Nobody can start it, and the next attempt replaces it.
            try await pool.define(definition, on: "xs1")
            #expect(try await pool.machines().count == 1)
            try await pool.start("stuck", on: "xs1")
        }
    }
}
