import Testing
import XenAPIDouble

/// The double answers as a real xapi was measured to: a double that is kinder than the server hides p2v's faults.
@Suite(.serialized) struct XenDoubleTests {
    private static let tables = [
        "what is read": MeasuredAnswer.readings, "what is done": MeasuredAnswer.work,
        "what is away": MeasuredAnswer.outages,
    ]

    @Test(arguments: tables.keys.sorted())
    func `the double answers as a real xapi was measured to`(part: String) async throws {
        let table = Self.tables[part] ?? []
        try await XenAPIDouble.run(hosts: 2, vms: 2, seconds: 0.05) { double in
            var scene = try await MeasuredScene(double)
            for row in table {
                let said = try await scene.answer(to: row)
                for words in row.words { #expect(said.contains(words), "\(row.fact): \(said)") }
                for words in row.never { #expect(!said.contains(words), "\(row.fact): \(said)") }
                #expect(!said.contains("FIELD_TYPE_ERROR"), "\(row.fact)")
            }
        }
    }
}
