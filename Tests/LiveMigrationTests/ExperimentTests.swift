import Estate
import Foundation
import Testing

@testable import LiveMigration

/// The experiment's words, and its pictures.
@Suite struct ExperimentTests {
    @Test(arguments: ["idle", "dns:200", "writer:40", "writer:40/128"])
    func `a load is written as it is read`(text: String) throws {
        #expect(try ExperimentLoad(text).description == text)
    }

    @Test(arguments: ["", "busy", "dns", "dns:0", "dns:x", "writer:", "writer:40/", "writer:40/2", "idle:1", "dns:1/2"])
    func `what is no load is refused`(text: String) {
        #expect(throws: Failure.self) { try ExperimentLoad(text) }
    }

    /// A comparison with libvirt's defaults is worth something only if they are libvirt's.
    @Test func `the preset libvirt allows 300 ms and announces nothing, the preset late only announces nothing`() {
        let order = MigrationOrder(machine: "dns", to: "b")
        let libvirt = ExperimentPreset.libvirt.applied(to: order)
        #expect(libvirt.downtime.startMilliseconds == 300 && libvirt.downtime.maximumMilliseconds == 300)
        #expect(!libvirt.announceEarly)
        let late = ExperimentPreset.late.applied(to: order)
        #expect(!late.announceEarly && late.downtime == order.downtime)
        #expect(ExperimentPreset.p2v.applied(to: order) == order)
    }

    private func move(_ mib: Int, _ seconds: Double, _ preset: String) -> MigrationReport {
        var report = MigrationReport(
            machine: "dns", from: "a", to: "b", startedAt: Moment(seconds: 0), memoryMiB: mib,
            job: JobStatistics(
                totalMilliseconds: seconds * 1000, downtimeMilliseconds: 50, memoryProcessedBytes: UInt64(mib) << 20),
            wallSeconds: seconds, events: [], probes: [])
        report.load = "idle"
        report.preset = preset
        return report
    }

    @Test func `rows keep settings apart`() {
        let rows = ExperimentRow.rows([move(512, 5, "p2v"), move(512, 5, "late"), move(512, 6, "p2v")])
        #expect(rows.map(\.preset) == ["p2v", "late"] && rows.map(\.moves) == [2, 1])
    }

    @Test func `the picture of total times has a point for each move, and a limit that none is below`() throws {
        let plot = ExperimentPlot.totals([move(512, 5, "p2v"), move(1024, 9, "p2v"), move(512, 7, "libvirt")])
        #expect(plot.points.count == 3)
        #expect(plot.limit.map(\.memoryMiB) == [512, 1024])
        for point in plot.points {
            let limit = try #require(plot.limit.first { $0.memoryMiB == point.memoryMiB })
            #expect(point.value >= limit.value)
        }
        let svg = plot.svg
        #expect(svg.components(separatedBy: "r=\"3\"").count == 4)
        #expect(svg.contains("idle, libvirt") && svg.contains("512 MiB") && svg.contains("stroke-dasharray"))
    }

    @Test func `an experiment knows how many moves it has`() {
        var experiment = Experiment(
            machine: "dns", hosts: ("a", "b"), memory: [256, 512], times: 3, order: MigrationOrder(machine: "", to: ""))
        experiment.presets = [.p2v, .late]
        experiment.loads = [.idle, .writer(mebibytesPerSecond: 20, set: 64)]
        #expect(experiment.total == 48)
    }
}
