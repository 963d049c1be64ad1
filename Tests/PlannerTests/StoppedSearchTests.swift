@testable import Planner
import Testing

/// Ctrl-C that is answered a minute later is answered by kill -9.
@Suite struct `A search that nobody waits for` {
    @Test func `ends at once, whatever time it was given`() async {
        let stopped = Task {
            while !Task.isCancelled { await Task.yield() }
            return Deadline(now: { 0 }, end: 1).isOver
        }
        stopped.cancel()
        #expect(await stopped.value)
        #expect(!Deadline(now: { 0 }, end: 1).isOver)
    }
}
