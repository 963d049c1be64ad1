internal import Estate
internal import Foundation
internal import Synchronization

/// A limit that is read from a file again and again, so that it can be changed while copies run.
///
/// A limit stays a limit: a file that is gone, empty or not understood keeps the last one, and says so once until it is
/// understood again. `none` in it lifts the limit.
package final class LimitFile: Sendable {
    private struct State {
        var schedule: RateSchedule
        var isBroken = false
    }

    private let path: String
    private let warn: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// - Parameter warn: hears of a mistake in the file, once, and that the last limit is kept.
    /// - Throws: when the file cannot be read or understood now.
    package init(path: String, warn: @escaping @Sendable (String) -> Void = { _ in }) throws {
        self.path = path
        self.warn = warn
        state = Mutex(State(schedule: try Self.read(path)))
    }

    /// Bytes a second at this moment, by the local time of day; nil is as fast as it goes.
    package func limit() -> UInt64? { schedule().limitNow }

    func schedule() -> RateSchedule {
        let found = Result { try Self.read(path) }
        let (schedule, mistake) = state.withLock { state -> (RateSchedule, (any Error)?) in
            switch found {
            case .success(let schedule):
                state = State(schedule: schedule)
                return (schedule, nil)
            case .failure(let error):
                let isNew = !state.isBroken
                state.isBroken = true
                return (state.schedule, isNew ? error : nil)
            }
        }
        if let mistake {
            warn("the limits in \(path) are not understood (\(Self.words(mistake))); the limit stays as it was")
        }
        return schedule
    }

    private static func read(_ path: String) throws -> RateSchedule {
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw Failure(
                "read the limit", on: path, because: Self.reason(path), next: "check the path and its rights")
        }
        let schedule = try RateSchedule(text)
        guard !schedule.isEmpty else {
            throw Failure(
                "read the limit", on: path, because: "the file says nothing",
                next: "write 50M, or 08:00-18:00 5M, or none to lift the limit; one a line", exit: .refused)
        }
        return schedule
    }

    private static func reason(_ path: String) -> String {
        FileManager.default.fileExists(atPath: path) ? "it cannot be read as text" : "there is no such file"
    }

    private static func words(_ error: any Error) -> String {
        (error as? Failure).map { "\($0.subject): \($0.because)" } ?? "it cannot be read"
    }
}
