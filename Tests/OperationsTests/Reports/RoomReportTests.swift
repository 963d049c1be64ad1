import Estate
import Foundation
import Planner
import Scanner
import TestSupport
import Testing

@testable import Operations

/// A report goes to people who never see a terminal: what is wrong in it is believed.
@Suite struct `The report of a room` {
    private static let now = Moment(seconds: 1_796_040_000)

    private func profile(_ name: String, _ change: (inout ServerProfile) -> Void = { _ in }) -> ServerProfile {
        var profile = Fixture.profile(name, memoryMiB: 8192, threads: 8)
        profile.storage = StorageStack(
            raidArrays: .known([]), multipaths: .known([]), lvmFilters: .known([]), lvmDevicesFile: .known(false),
            crypttab: .known([]), luksTokens: .known([:]), swaps: .known([]))
        change(&profile)
        return profile
    }

    private func room(_ profiles: [ServerProfile], anonymous: Bool = false) -> RoomReport {
        let load = UtilisationSeries(
            start: Moment(seconds: 1_795_000_000), interval: 3600,
            samples: (0..<200).map { at in
                LoadSample(
                    coresBusy: at == 7 ? 4 : 1, memoryBytes: 2_147_483_648, diskOperations: 50, diskBytes: 2e6,
                    networkBytes: 1e6)
            })
        return RoomReport(
            profiles, load: ["db": load], customer: "Müller & <Söhne>", made: Self.now, anonymous: anonymous)
    }

    private var hostile: ServerProfile {
        profile("evil") {
            $0.system.prettyName = .known("</td><script>alert(1)</script>\u{0}")
            $0.hardware.model = .known("=HYPERLINK(\"x\")_x0041_]]>")
            $0.concerns = [
                Concern(
                    id: "tape", severity: .critical, seen: "\"><img src=x onerror=alert(1)>", matters: "m<b>",
                    advice: "a&b")
            ]
            $0.listeners = .known([ListeningSocket(transport: "tcp", address: "::", port: 1, process: "'><script>")])
        }
    }

    // MARK: The page

    @Test func `its head says for whom it is, when it was made and by which version`() {
        let html = ReportPage(room: room([profile("db")])).html
        #expect(html.contains("<h1>Servers of Müller &amp; &lt;Söhne&gt;</h1>"))
        #expect(html.contains("written 2026-11-30 12:00 UTC by p2v \(Release.version)"))
    }

    @Test func `a hostile server adds no markup, and only the page's own script may run`() throws {
        let html = ReportPage(room: room([hostile, profile("db")])).html
        #expect(html.ranges(of: "<script>").count == 1)
        #expect(!html.contains("<img"))
        let script = try #require(html.firstRange(of: "<script>"))
        let end = try #require(html.firstRange(of: "</script>"))
        let digest = Data(SHA256.digest(Array(html[script.upperBound..<end.lowerBound].utf8))).base64EncodedString()
        #expect(html.contains("script-src 'sha256-\(digest)'"))
        #expect(!html.contains("http://") || html.contains("http://www.w3.org/2000/svg"))
    }

    @Test func `readiness, support, size now and recommended, and load stand in its tables`() {
        let html = ReportPage(room: room([profile("db"), hostile])).html
        for text in [
            "ready with conditions", "not ready", "LTS to 2028-06-30", "vCPUs advised", "2.5 GiB",
            "Support of the system",
        ] {
            #expect(html.contains(text), "\(text)")
        }
    }

    @Test func `equal concerns stand in it once, with each server's name`() {
        let concern = Concern(id: "free-space", severity: .warning, seen: "/ is full", matters: "m", advice: "a")
        let html = ReportPage(room: room(["a", "b", "c"].map { profile($0) { $0.concerns = [concern] } })).html
        #expect(html.ranges(of: "/ is full: ").count == 1)
        #expect(html.contains("<small>3 servers</small>"))
    }

    // MARK: Figures

    @Test func `load is told as mean, 95 % and peak, and a size rests on it`() throws {
        let assessment = try #require(room([profile("db")]).servers.first?.assessment)
        let use = try #require(assessment.use)
        #expect([use.cores95, use.coresPeak, use.diskOperations95] == [1, 4, 50])
        #expect(abs(use.coresMean - 1.015) < 1e-9)
        #expect(use.hoursObserved == 200)
        #expect(assessment.size?.memoryMiB == 2560)
        #expect(assessment.size?.vcpus == 5)
    }

    @Test func `figures that no collector kept are unknown, not none`() throws {
        let sample = LoadSample(coresBusy: 1, memoryBytes: 1, diskOperations: 0, diskBytes: 0, networkBytes: 7)
        let series = UtilisationSeries(start: Moment(seconds: 0), interval: 600, samples: [sample, nil, sample])
        let use = try #require(ServerUse(series))
        #expect(use.diskOperations95 == nil && use.diskBytes95 == nil && use.networkBytes95 == 7)
    }

    @Test func `a figure that is not known is written as nothing, and read back as that`() throws {
        let sample = LoadSample(
            coresBusy: 1, memoryBytes: 1_073_741_824, diskOperations: nil, diskBytes: nil, networkBytes: 7)
        let series = UtilisationSeries(start: Moment(seconds: 0), interval: 600, samples: [sample])
        let read = try HistoryFile(threads: 4, memoryBytes: 4 << 30).series(SeriesCSV.text(series), source: "own")
        #expect(read.samples == [sample])
        #expect(ServerUse(series)?.diskBytes95 == nil && ServerUse(series)?.networkBytes95 == 7)
    }

    @Test func `without a load nothing is recommended but what is installed`() throws {
        let assessment = Assessment.of(profile("new"), nil, on: CivilTime(Self.now).date)
        #expect(assessment.use == nil)
        #expect(assessment.size?.vcpus == 8)
        #expect(assessment.size?.because.contains("no load history") == true)
    }

    @Test func `a volume that is mounted at several places is counted once`() {
        func mount(_ source: String, _ target: String, _ used: UInt64?, type: String = "ext4") -> Mount {
            Mount(source: source, target: target, type: type, options: "", bytes: 100, usedBytes: used)
        }
        let mounts = [
            mount("/dev/sda1", "/", 10), mount("/dev/sda1", "/bind", nil), mount("/dev/sda2", "/srv", 5),
            mount("/dev/loop3", "/snap/core", nil, type: "squashfs"), mount("nas:/x", "/nas", 1000, type: "nfs"),
        ]
        #expect(UsedSpace.bytes(of: profile("a") { $0.mounts = .known(mounts) }) == 15)
        let unknown = mounts + [mount("/dev/sdb1", "/hung", nil)]
        #expect(UsedSpace.bytes(of: profile("a") { $0.mounts = .known(unknown) }) == nil)
    }

    @Test func `the summary counts each server once in every part`() throws {
        let servers = [
            profile("a"), hostile, profile("old") { $0.system.version = .known("6") },
            profile("odd") { $0.system.family = .unknown(because: "x") },
            profile("new") { $0.hardware.firmwareDate = "2025-01-01" },
        ]
        let parts = ReportSummary(room: room(servers)).parts
        for part in parts.dropLast() { #expect(part.rows.reduce(0) { $0 + $1.count } == 5, "\(part.title)") }
        #expect(parts.last?.rows.map(\.label) == ["tape"])
    }

    // MARK: Agreement

    /// The verdict and the plan are made by different code: what a plan leaves out may not be called ready.
    @Test(arguments: [
        "plain", "critical", "firmware", "disks", "no disk", "memory", "usb", "empty", "read-only",
    ])
    func `what a plan would leave out is never called ready`(loss: String) async throws {
        let server = profile("s") {
            switch loss {
            case "critical": $0.concerns = hostile.concerns
            case "firmware": $0.boot.firmware = .unknown(because: "x")
            case "disks": $0.disks = .unknown(because: "x")
            case "no disk": $0.disks = .known([])
            case "memory": $0.hardware.memoryBytes = .unknown(because: "x")
            case "usb", "empty", "read-only": $0.disks = .known($0.disks.value!.map { Self.spoiled($0, loss) })
            default: break
            }
        }
        var request = PlanRequest(
            pool: PoolConfiguration(
                name: "p", hosts: [], storage: [.init(name: "sr", url: "nfs://n/sr")],
                network: "br0"),
            hosts: [Fixture.host("h", memoryMiB: 65_536, cpus: 32)], profiles: [server, profile("other")])
        request.policy = PlanPolicy()
        let plan = try await PlanMaker.plan(request)
        let verdict = Assessment.of(server, nil, on: try #require(CivilDate("2026-01-01"))).readiness.verdict
        #expect(plan.leftOut.isEmpty == (loss == "plain"))
        #expect((verdict == .ready || verdict == .conditions) == plan.leftOut.isEmpty)
    }

    private static func spoiled(_ disk: Disk, _ how: String) -> Disk {
        var disk = disk
        switch how {
        case "usb": disk.transport = "usb"
        case "empty": disk.bytes = 0
        default: disk.readOnly = true
        }
        return disk
    }

    // MARK: To share

    @Test func `an anonymous report has nobody's name, address or serial number in any of its forms`() throws {
        let report = room([profile("db") { $0.address = "ssh://root@db.customer.example" }], anonymous: true)
        let sheets = ReportWorkbook(room: report).sheets
        let texts =
            [ReportPage(room: report).html] + sheets.map(\.csv)
            + (try sheets.map { try WorksheetXML(sheet: $0).text() })
        for text in texts {
            for secret in ["customer.example", "10.77.0.53", "S-db", "id-db", "52:54:00:00:00:01", ">db<"] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
        #expect(texts[0].contains("server-001"))
        #expect(report.servers.first?.assessment.use != nil, "its load stays with it")
    }
}
