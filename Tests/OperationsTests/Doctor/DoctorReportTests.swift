import Doctor
import Estate
import Foundation
import Testing

@testable import Operations

/// The file is made to be sent to strangers: one name or secret in it, and nobody sends it a second time.
@Suite struct `The report that can be sent` {
    @Test func `the file of a pool that does not answer has no name, no address and no place of the pool file`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-report-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pool = folder.appendingPathComponent("pool.yaml")
        try """
        {format: p2v-pool/1, name: acmebank, kind: xapi, addresses: ["localhost:1"], user: anna,
         passwordVariable: P2V_NO_SUCH_VARIABLE}
        """.write(to: pool, atomically: true, encoding: .utf8)
        let workspace = Workspace(storePath: "/nonexistent/store", poolPath: pool.path)
        var examination = Examination(findings: [
            Finding(
                .pool, .problem, "acmebank", "anna@localhost:1 does not answer, see \(pool.path)", hint: "ask acmebank")
        ])
        examination.problems = 1
        let file = folder.appendingPathComponent("report.json").path
        let report = await DoctorReport(examination, in: workspace)
        try report.write(to: file, telling: workspace)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        for word in ["acmebank", "anna", "localhost", pool.path] { #expect(!text.contains(word), "\(word): \(text)") }
        #expect(text.contains("does not answer") && text.contains("p2v-doctor-report/1"))
        #expect(report.said(file).contains("passwords") && report.said(file).contains("Read it before"))
    }
}
