import Backup
import Estate
import Foundation
import Testing

@testable import Operations

/// Whoever is told that all is backed up looks no further.
@Suite struct `A policy of backups` {
    private let folder: String
    private let uuid = "70327600-0000-4000-8001-000000000001"
    private let now = Moment(seconds: 1_800_000_000)

    init() throws {
        folder = NSTemporaryDirectory() + "p2v-policy-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder + "/one", withIntermediateDirectories: true)
    }

    private func policy(_ text: String) throws -> BackupPolicyFile {
        let path = folder + "/backup.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try BackupPolicyFile(reading: path)
    }

    private func usual(_ more: String = "") throws -> BackupPolicyFile {
        try policy(
            """
            format: p2v-backup-policy/1
            backups:
            - vms: [dns01, "web-*"]
              except: [web-test*]
              to: \(folder)/one
              keep: {last: 3, daily: 7}
            prove: {share: 0.1, everyDays: 30}
            without: [scratch]
            \(more)
            """)
    }

    /// One entry that keeps three points would take away those of another that keeps all.
    @Test func `one repository that is kept in two ways is refused`() throws {
        func shared(_ second: String) throws -> BackupPolicyFile {
            try policy(
                """
                format: p2v-backup-policy/1
                backups:
                - {vms: [a], to: \(folder)/one\(second)}
                - {vms: [b], to: \(folder)/one, keep: {last: 3}}
                """)
        }
        for second in ["", ", keep: {last: 4}", "/two, copies: [{to: \(folder)/one}]"] {
            let failure = #expect(throws: Failure.self) { try shared(second) }
            #expect(failure?.because.contains("two ways for \(folder)/one,") == true, "\(second)")
        }
        _ = try shared(", keep: {last: 3}")
        _ = try shared("/two")
    }

    private func check(_ vms: [String: String], _ policy: BackupPolicyFile) throws -> [String: [String]] {
        var check = BackupCheck(empty: policy)
        check.look(policy, vms, now)
        return Dictionary(check.rows.map { ($0.vm, $0.missed) }, uniquingKeysWith: +)
    }

    @discardableResult
    private func point(hoursAgo: Double) throws -> PointPlace {
        let repository = try BackupRepository(folder + "/one", creating: true)
        let moment = Moment(seconds: now.seconds - hoursAgo * 3600)
        let place = try repository.begin(vm: "dns01", uuid: uuid, at: moment)
        try repository.complete(
            PointManifest(
                vm: "dns01", uuid: uuid, pool: "p", host: "a", takenAt: moment, consistency: .off, by: "", disks: []),
            definition: "<domain/>", at: place)
        return place
    }

    private func prove(_ place: PointPlace, daysAgo: Double, _ proved: Bool) throws {
        let moment = Moment(seconds: now.seconds - daysAgo * 86_400)
        var proof = PointProof(place, at: moment, by: "", proved: proved, proof: "login prompt")
        proof.because = proved ? nil : "Kernel panic"
        try BackupRepository(folder + "/one").keep(proof, at: place)
    }

    @Test func `names, patterns and exceptions choose the VMs`() throws {
        let entry = try usual().backups[0]
        let chosen = BackupPolicyFile.chosen(entry, from: ["dns02", "web-1", "web-test1", "web"])
        #expect(chosen.vms == ["web-1"] && chosen.missing == ["dns01"])
    }

    @Test(arguments: [
        "format: p2v-backup-policy/1\nbackups: []", "format: p2v-backup-policy/2\nbackups: [{vms: [a], to: /b}]",
        "format: p2v-backup-policy/1\nbackups: [{vms: [a], to: b}]",
        "format: p2v-backup-policy/1\nbackups: [{vms: [], to: /b}]",
        "format: p2v-backup-policy/1\nbackups: [{vms: [a], to: /b, keep: {last: 0}}]",
        "format: p2v-backup-policy/1\nbackups: [{vms: [a], to: /b, copies: [{to: /b}]}]",
        "format: p2v-backup-policy/1\nbackups: [{vms: [a], to: /b}]\nprove: {share: 2}",
        "format: p2v-backup-policy/1\nbackups: [{vms: [a], to: /b}]\nproofs: {a: {dns: www.lab.test}}",
        "format: p2v-backup-policy/1\nbackups: [{vm: [a], to: /b}]",
    ]) func `a policy that cannot be meant is refused`(text: String) {
        #expect(throws: Failure.self) { try policy(text) }
    }

    @Test func `a new point that was proved is all that is wanted`() throws {
        try prove(try point(hoursAgo: 3), daysAgo: 2, true)
        #expect(try check([uuid: "dns01", "w": "web-1"], try usual())["dns01"] == [])
    }

    @Test func `what is old, failed, unread or forgotten is missed`() throws {
        let place = try point(hoursAgo: 30)
        #expect(try check([uuid: "dns01"], try usual())["dns01"]?.count == 2)
        try prove(place, daysAgo: 31, true)
        let old = try check([uuid: "dns01"], try usual())["dns01"] ?? []
        #expect(old.count == 2 && old[0].contains("30.0 h") && old[1].contains("31.0 days"))
        try point(hoursAgo: 1)
        try prove(place, daysAgo: 2, true)
        #expect(try check([uuid: "dns01"], try usual())["dns01"] == [])
        try prove(place, daysAgo: 1, false)
        let failed = try check([uuid: "dns01"], try usual())["dns01"] ?? []
        #expect(failed.count == 1 && failed[0].contains("Kernel panic"))
        let all = try check([uuid: "dns01", "w": "web-1", "m": "mail01", "s": "scratch"], try usual())
        #expect(all["mail01"]?.isEmpty == false && all["web-1"]?.isEmpty == false && all["scratch"] == nil)
        #expect(try check(["w": "web-1"], try usual())["dns01"]?.isEmpty == false)
    }

    @Test func `a proof or a manifest that cannot be read is no good one`() throws {
        let place = try point(hoursAgo: 1)
        try prove(place, daysAgo: 1, true)
        let vm = URL(fileURLWithPath: place.path).deletingLastPathComponent().path
        let proof = try #require(
            try FileManager.default.contentsOfDirectory(atPath: vm).first { $0.hasPrefix("proof-") })
        try Data("torn".utf8).write(to: URL(fileURLWithPath: "\(vm)/\(proof)"))
        #expect(try check([uuid: "dns01"], try usual())["dns01"]?.count == 1)
        try Data("torn".utf8).write(to: URL(fileURLWithPath: "\(place.path)/manifest.json"))
        #expect(try check([uuid: "dns01"], try usual())["dns01"]?.count == 2)
    }

    @Test func `a repository that is not there is missed for each VM`() throws {
        try FileManager.default.removeItem(atPath: folder + "/one")
        let missed = try check([uuid: "dns01"], try usual())["dns01"] ?? []
        #expect(missed.count == 1 && missed[0].contains("no such folder"))
    }
}
