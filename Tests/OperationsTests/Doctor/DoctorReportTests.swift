import Doctor
import Estate
import Foundation
import Testing

@testable import Operations

/// The file is made to be sent to strangers: one name or secret in it, and nobody sends it a second time.
@Suite struct `The report that can be sent` {
    @Test func `names, addresses and identifiers do not stand in it, and one thing has one name`() {
        var names = Pseudonyms()
        names.add("pool", ["office"])
        names.add("host", ["xs1", "xs10", ""])
        names.add("vm", ["web", "a", "mail.example.org"])
        let text = names.text(
            "xs10 of office (10.1.2.3:443, fe80::1) lost web and mail.example.org, not xs1: a page of webs, "
                + "52:54:00:aa:bb:cc, 70327600-0000-4000-8009-000000000001, OpaqueRef:1-2, "
                + "\(Array(repeating: "AB", count: 32).joined(separator: ":")), /home/anna/pool.yaml")
        #expect(
            text
                == "host2 of pool1 (ADDRESS, ADDRESS) lost vm1 and vm3, not host1: vm2 page of webs, MAC, UUID, REFERENCE, "
                + "FINGERPRINT, PATH")
        #expect(names.stand(for: "xs1") == "host1")
    }

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
