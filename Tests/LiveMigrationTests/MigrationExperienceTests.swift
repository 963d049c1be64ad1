import Estate
import Testing

@testable import LiveMigration

private let mib = 1_048_576.0

/// What p2v learns from the moves it has made: without it every prediction is a guess about somebody's network.
@Suite struct MigrationExperienceTests {
    /// A move of 256 MiB that began to send after one second and ended half a second after the guest ran again.
    private func move(
        _ from: String, _ to: String, transfer: Double, machine: String = "dns", pause: Double = 90,
        resident: Double? = nil, predictedTotal: Double = 6, predictedPause: Double = 100
    ) -> MigrationReport {
        let prediction = MigrationPrediction(
            memoryBytes: 256 * mib, dirtyBytesPerSecond: 0, linkBytesPerSecond: 1, learned: true, rounds: 1,
            totalSeconds: .init(value: predictedTotal, low: 0, high: 9),
            blackoutMilliseconds: .init(value: predictedPause, low: 0, high: 200), verdict: .go, reason: "",
            residentBytes: resident.map { $0 * mib }, remainderMilliseconds: 20)
        return MigrationReport(
            machine: machine, from: from, to: to, startedAt: Moment(seconds: 0), memoryMiB: 512,
            job: JobStatistics(
                totalMilliseconds: transfer * 1000 + 800, downtimeMilliseconds: pause, memoryProcessedBytes: 256 << 20),
            wallSeconds: transfer + 1.5,
            events: [
                .init(milliseconds: 1000, host: from, name: "iteration 1"),
                .init(milliseconds: 1000 + transfer * 1000, host: to, name: "resumed"),
            ], probes: [], prediction: prediction)
    }

    @Test func `the link's rate comes from the time of the memory alone, on the same way`() throws {
        let experience = MigrationExperience(
            [move("b", "a", transfer: 4.09), move("a", "b", transfer: 4.09), move("a", "c", transfer: 1)],
            machine: "dns", from: "a", to: "b")
        #expect(abs(try #require(experience.linkBytesPerSecond) - 64 * mib) < 1)
        #expect(abs(try #require(experience.setupSeconds) - 1.5) < 0.001)
        #expect(experience.memoryShare == 0.5)
        #expect(abs(try #require(experience.fixedPauseSeconds) - 0.07) < 0.001)
    }

    /// With a machine that was given more memory, the share of the old size would predict twice the time.
    @Test func `what travels is what the machine occupies, less the emulator itself`() throws {
        let history = [move("a", "b", transfer: 4.09, resident: 300)]
        let experience = MigrationExperience(history, machine: "dns", from: "a", to: "b")
        #expect(experience.emulatorBytes == 44 * mib)
        let facts = MigrationFacts(memoryBytes: 2048 * mib, residentBytes: 364 * mib, dirtyBytesPerSecond: 0)
        let prediction = MigrationPrediction(facts, DowntimePolicy(), experience)
        #expect(prediction.memoryBytes == 320 * mib)
        #expect(abs(prediction.totalSeconds.value - (1.5 + 5 + 0.07)) < 0.01)
        #expect(abs(prediction.blackoutMilliseconds.value - 70) < 0.5)
        #expect(prediction.verdict == .go && prediction.learned)
    }

    @Test func `a move with a cap on its bandwidth teaches nothing of the link, while another does`() throws {
        var capped = move("a", "b", transfer: 40)
        capped.bandwidthMiBPerSecond = 6
        let experience = MigrationExperience(
            [capped, capped, move("a", "b", transfer: 4.09)], machine: "dns", from: "a", to: "b")
        #expect(abs(try #require(experience.linkBytesPerSecond) - 64 * mib) < 1)
    }

    @Test func `one odd move does not change what five others taught`() throws {
        var history = (0..<4).map { _ in move("a", "b", transfer: 4.09) }
        history.insert(move("a", "b", transfer: 60), at: 0)
        let experience = MigrationExperience(history, machine: "dns", from: "a", to: "b")
        #expect(abs(try #require(experience.linkBytesPerSecond) - 64 * mib) < 1)
    }

    @Test func `without any earlier move a gigabit is assumed, and said to be an assumption`() {
        let experience = MigrationExperience([], machine: "dns", from: "a", to: "b")
        let facts = MigrationFacts(memoryBytes: 1120 * mib, dirtyBytesPerSecond: 90 * mib)
        let prediction = MigrationPrediction(facts, DowntimePolicy(), experience)
        #expect(!prediction.learned && prediction.verdict == .needsThrottling)
        #expect(prediction.totalSeconds.value > 10)
        #expect(prediction.reason.contains("90 MiB/s"))
    }

    @Test func `a report says how far its prediction was, and a tally how many met the goal`() throws {
        let good = move("a", "b", transfer: 4, predictedTotal: 6.05)
        let late = move("a", "b", transfer: 8.5, pause: 400)
        #expect(abs(try #require(good.accuracy).totalPercent - 10) < 0.01)
        #expect(abs(try #require(good.accuracy?.blackoutMilliseconds) - 10) < 0.01)
        #expect(abs(try #require(late.accuracy).totalPercent + 40) < 0.01)
        let tally = MigrationAccuracy.Tally([good, late])
        #expect(tally.predicted == 2 && tally.totalsMet == 1 && tally.blackoutsMet == 1)
    }
}
