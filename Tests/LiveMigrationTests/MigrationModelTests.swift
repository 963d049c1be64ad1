import Estate
import Testing

@testable import LiveMigration

private let mib = 1_048_576.0

/// Predictions that operators plan by.
@Suite struct MigrationModelTests {
    struct Vector: Sendable {
        /// MiB, and MiB a second.
        var memory, link, dirty: Double
        var set: Double?
        var rounds: Int
        var total, pause: Double
    }

    /// Reference vectors, for a limit of 300 ms and 20 ms of device state: worked out by hand from
    /// `V(i+1) = min(W, D × Vi / R)`, so that a slip in the loop cannot hide in its own results.
    static let vectors = [
        Vector(memory: 512, link: 112, dirty: 1, rounds: 1, total: 4.63, pause: 0.061),
        Vector(memory: 1024, link: 112, dirty: 1, rounds: 1, total: 9.24, pause: 0.102),
        Vector(memory: 8192, link: 112, dirty: 50, set: 1024, rounds: 6, total: 89.5, pause: 0.182),
        Vector(memory: 8192, link: 112, dirty: 50, rounds: 7, total: 131.9, pause: 0.278),
        Vector(memory: 8192, link: 1120, dirty: 150, rounds: 2, total: 8.45, pause: 0.151),
        Vector(memory: 65536, link: 1120, dirty: 900, set: 8192, rounds: 16, total: 94.6, pause: 0.295),
    ]

    @Test(arguments: vectors)
    func `rounds, total time and pause follow from memory, link and dirty rate`(_ vector: Vector) {
        let course = model(vector.memory, vector.link, vector.dirty, vector.set).course
        #expect(course.converges)
        #expect(course.rounds == vector.rounds)
        #expect(abs(course.totalSeconds - vector.total) < 0.002 * vector.total, "\(course)")
        #expect(abs(course.pauseSeconds - vector.pause) < 0.001, "\(course)")
    }

    @Test func `a guest that writes faster than the link carries does not converge, its pause is its working set`() {
        let course = model(8192, 112, 150, 2048).course
        #expect(!course.converges)
        #expect(abs(course.pauseSeconds - 18.286 - 0.02) < 0.001)
    }

    /// A machine that writes a small set very fast can be moved, with a pause that its owner allows.
    @Test func `a limit that may rise reaches a plateau that the first limit does not`() {
        var fast = model(512, 112, 150, 30)
        fast.limitSeconds = 0.03
        #expect(!fast.course.converges)
        fast.highestLimitSeconds = 0.5
        #expect(fast.course.converges)
        #expect(abs(fast.course.pauseSeconds - 30 / 112 - 0.02) < 0.001)
        #expect(fast.course.rounds == 13, "30, 60, 120, 240 and then 480 ms: \(fast.course)")
    }

    /// A plan that says two seconds for what takes twenty is worse than none.
    @Test func `the total is never less than memory over link`() {
        for dirty in stride(from: 0.0, through: 200, by: 20) {
            let course = model(1024, 100, dirty, nil).course
            #expect(course.totalSeconds >= 10.24)
        }
    }

    private func model(_ memory: Double, _ link: Double, _ dirty: Double, _ set: Double?) -> MigrationModel {
        MigrationModel(
            memoryBytes: memory * mib, linkBytesPerSecond: link * mib, dirtyBytesPerSecond: dirty * mib,
            workingSetBytes: set.map { $0 * mib })
    }
}
