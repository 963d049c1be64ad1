import Estate
import Testing

@testable import LiveMigration

private let mib = 1_048_576.0

/// Predictions that operators plan by.
@Suite struct MigrationModelTests {
    /// Memory, link and dirty rate in MiB (a second), working set, then the passes and seconds that arithmetic gives.
    @Test(arguments: [
        (512.0, 112.0, 1.0, 512.0, 1, 4.63, 0.061), (1024, 112, 1, 1024, 1, 9.24, 0.102),
        (8192, 112, 50, 8192, 7, 131.9, 0.278),
        (8192, 1120, 150, 8192, 2, 8.45, 0.151),
    ])
    func `rounds, total time and pause follow from memory, link and dirty rate`(
        memory: Double, link: Double, dirty: Double, set: Double, rounds: Int, total: Double, pause: Double
    ) {
        let course = MigrationModel(
            memoryBytes: memory * mib, linkBytesPerSecond: link * mib, dirtyBytesPerSecond: dirty * mib,
            workingSetBytes: set * mib
        ).course
        #expect(course.converges)
        #expect(course.rounds == rounds)
        #expect(abs(course.totalSeconds - total) < 0.02 * total, "\(course)")
        #expect(abs(course.pauseSeconds - pause) < 0.1 * pause, "\(course)")
    }

    @Test func `a guest that writes faster than the link carries does not converge`() {
        let course = MigrationModel(
            memoryBytes: 8192 * mib, linkBytesPerSecond: 112 * mib, dirtyBytesPerSecond: 150 * mib,
            workingSetBytes: 2048 * mib
        ).course
        #expect(!course.converges)
        #expect(abs(course.pauseSeconds - 18.3) < 0.1)
    }

    @Test func `the link's rate is learned from earlier moves on the same way`() {
        func move(_ from: String, _ to: String, _ seconds: Double) -> MigrationReport {
            MigrationReport(
                machine: "dns", from: from, to: to, startedAt: Moment(seconds: 0), memoryMiB: 512,
                job: JobStatistics(
                    totalMilliseconds: seconds * 1000, downtimeMilliseconds: 90, memoryProcessedBytes: 512 << 20,
                    memoryBytesPerSecond: 1),
                wallSeconds: seconds + 0.4, events: [], probes: [])
        }
        let experience = MigrationExperience(
            [move("b", "a", 8), move("a", "b", 8), move("a", "c", 2)], machine: "dns", from: "a", to: "b")
        #expect(experience.linkBytesPerSecond == 64 * mib)
        #expect(experience.memoryShare == 1)
        #expect(experience.fixedPauseSeconds == 0.09)
        let prediction = MigrationPrediction(
            memoryBytes: 512 * mib, dirtyBytesPerSecond: 0, bandwidthMiBPerSecond: nil, policy: DowntimePolicy(),
            experience)
        #expect(prediction.learned && prediction.verdict == .go)
        #expect(abs(prediction.totalSeconds.value - 8.5) < 0.2)
        #expect(prediction.totalSeconds.low < 8.4 && prediction.totalSeconds.high > 8.4)
    }
}
