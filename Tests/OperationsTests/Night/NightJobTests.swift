import Estate
import Foundation
import Terminal
import Testing

@testable import Operations

/// What the operator installs at noon must run at night, also in the two nights in which the clock is changed.
@Suite struct `The installed job` {
    private static let nights = [
        ("Europe/Berlin", "2027-03-27", "2027-10-30"), ("America/New_York", "2027-03-13", "2027-11-06"),
        ("Australia/Sydney", "2027-10-02", "2027-04-03"), ("Australia/Lord_Howe", "2027-10-02", "2027-04-03"),
    ]
    private static let january = Moment(iso: "2027-01-01T12:00:00Z")!

    @Test(arguments: [
        ("Europe/Berlin", "02:30", "2027-03-28 03:30:00"), ("America/New_York", "02:00", "2027-03-14 03:00:00"),
        ("Australia/Sydney", "02:30", "2027-10-03 03:30:00"), ("Australia/Lord_Howe", "02:15", "2027-10-03 02:45:00"),
    ]) func `runs later in a night that skips its time, for ten years`(name: String, at: String, late: String) throws {
        let zone = try #require(ZoneClock(named: name))
        let time = try #require(TimeOfDay(at))
        let skipped = SkippedNights.late(time, in: zone, from: Self.january)
        #expect(skipped.first == late && skipped.count == 10, "\(skipped)")
        #expect(SkippedNights.late(TimeOfDay(minutes: 270), in: zone, from: Self.january).isEmpty)
    }

    @Test(arguments: nights, ["02:30", "02:00", "02:15", "01:45", "04:30"])
    func `runs once in each night, as systemd reads the timer`(
        zone: (name: String, spring: String, autumn: String), at: String
    ) async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") else { return }
        let folder = try Scratch()
        defer { folder.end() }
        for noon in [zone.spring, zone.autumn] {
            let lines = try folder.timer(at, zone.name)
            let runs = try Self.elapses(lines, after: noon + " 12:00:00", in: zone.name)
            let clock = try #require(ZoneClock(named: zone.name))
            let start = try #require(clock.moment(showing: noon + "T12:00"))
            let night = Set(runs).filter { $0 > start.seconds && $0 < start.seconds + 86_400 - 3 * 3600 }
            #expect(night.count == 1, "\(zone.name) \(noon) \(at): \(lines)")
        }
    }

    @Test func `is refused with a policy or a named pool file that cannot be read`() throws {
        let folder = try Scratch()
        defer { folder.end() }
        var job = folder.job("04:30")
        job.policy = folder.path + "/none.yaml"
        #expect(throws: Failure.self) { try job.install(asCron: false, in: folder.workspace) }
        job.policy = nil
        job.isPoolNamed = true
        #expect(throws: Failure.self) { try job.install(asCron: false, in: folder.workspace) }
        job.isPoolNamed = false
        #expect(throws: Never.self) { try job.install(asCron: false, in: folder.workspace) }
        try "format: p2v-pool/1\nname: [x".write(toFile: folder.workspace.poolPath, atomically: true, encoding: .utf8)
        #expect(throws: Failure.self) { try job.install(asCron: true, in: folder.workspace) }
    }

    @Test func `may write where the store and the pool's state are`() throws {
        let folder = try Scratch()
        defer { folder.end() }
        try """
        {format: p2v-pool/1, name: p, hosts: [], network: br0, storage: [{name: sr, url: "file:///srv/sr"}]}
        """.write(toFile: folder.workspace.poolPath, atomically: true, encoding: .utf8)
        let unit = try String(
            contentsOfFile: try folder.job("04:30").install(asCron: false, in: folder.workspace)[0], encoding: .utf8)
        #expect(unit.contains("ReadWritePaths=/srv/sr\n") && unit.contains("ReadWritePaths=\(folder.path)\n"))
    }

    // Nights plan from what was watched by day: another store, or a unit with less rights, is a night that plans blindly.
    @Test func `comes with a unit that watches the pool, with the same files and rights`() throws {
        let folder = try Scratch()
        defer { folder.end() }
        let files = try folder.job("04:30").install(asCron: false, in: folder.workspace)
        let (night, watch) = (
            try String(contentsOfFile: files[0], encoding: .utf8), try String(contentsOfFile: files[2], encoding: .utf8)
        )
        #expect(files[2].hasSuffix("/p2v-serve.service"))
        let words = "--store \(folder.path)/p2v.sqlite --pool \(folder.path)/pool.yaml"
        #expect(watch.contains("ExecStart=/usr/bin/p2v serve \(words)\n") && night.contains(words))
        let rights = { (unit: String) in
            unit.split(separator: "\n").drop { !$0.hasPrefix("ReadWritePaths") }.prefix { !$0.hasPrefix("[") }
        }
        #expect(Array(rights(night)) == Array(rights(watch)))
    }

    /// The moments at which systemd would start the unit, in seconds since 1970.
    private static func elapses(_ calendars: [String], after noon: String, in zone: String) throws -> [Double] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/systemd-analyze")
        process.arguments = ["calendar", "--base-time", noon, "--iterations", "2"] + calendars
        process.environment = ["TZ": zone, "LC_ALL": "C", "PATH": "/usr/bin:/bin"]
        let answer = Pipe()
        process.standardOutput = answer
        try process.run()
        let text = String(decoding: answer.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.matches(of: /\(in UTC\): \w+ (\S+) (\S+) UTC/).compactMap {
            Moment(iso: "\($0.1)T\($0.2)Z")?.seconds
        }
    }

    private struct Scratch {
        let path = NSTemporaryDirectory() + "p2v-job-\(UUID().uuidString.prefix(8))"
        var workspace: Workspace { Workspace(storePath: path + "/p2v.sqlite", poolPath: path + "/pool.yaml") }

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        func end() { try? FileManager.default.removeItem(atPath: path) }

        func job(_ at: String) -> NightJob {
            var job = NightJob(program: "/usr/bin/p2v", words: [], time: TimeOfDay(at)!, folder: path + "/state")
            job.into = path
            return job
        }

        /// The timer's calendar lines.
        func timer(_ at: String, _ zone: String) throws -> [String] {
            var job = job(at)
            job.zone = ZoneClock(named: zone)!
            let noon = `The installed job`.january
            let now = Workspace(storePath: path + "/s", poolPath: path + "/p", now: { noon })
            let files = try job.install(asCron: false, in: now)
            return try String(contentsOfFile: files[1], encoding: .utf8).split(separator: "\n")
                .filter { $0.hasPrefix("OnCalendar=") }.map { String($0.dropFirst("OnCalendar=".count)) }
        }
    }
}
