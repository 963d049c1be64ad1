internal import Synchronization

/// The samples of one probe while it runs: written by the probe thread, read by anybody.
final class SampleLog: Sendable {
    private struct State {
        var samples: [ProbeSample] = []
        /// All before this have ended.
        var oldest = 0
    }

    private let state = Mutex(State())

    /// The number of the new probe.
    func begin(due: UInt64, sent: UInt64) -> Int {
        state.withLock { state in
            state.samples.append(ProbeSample(due: due, sent: sent))
            return state.samples.count - 1
        }
    }

    /// Ends a probe that waits; a second answer, and one that comes after the limit, change nothing.
    func end(_ number: Int, _ outcome: ProbeSample.Outcome, at time: UInt64) {
        state.withLock { state in
            guard state.samples.indices.contains(number), state.samples[number].outcome == .waiting else { return }
            state.samples[number].outcome = outcome
            // The clock that stamps packets and the one that sends may differ by a few microseconds.
            if outcome != .lost { state.samples[number].ended = max(time, state.samples[number].sent) }
        }
    }

    /// Probes sent at `time` or earlier that still wait, oldest first.
    func waiting(sentUntil time: UInt64) -> [Int] {
        state.withLock { state in
            while state.oldest < state.samples.count, state.samples[state.oldest].outcome != .waiting {
                state.oldest += 1
            }
            var numbers: [Int] = []
            for number in state.oldest..<state.samples.count {
                guard state.samples[number].sent <= time else { break }
                if state.samples[number].outcome == .waiting { numbers.append(number) }
            }
            return numbers
        }
    }

    func isWaiting(_ number: Int) -> Bool {
        state.withLock { $0.samples.indices.contains(number) && $0.samples[number].outcome == .waiting }
    }

    /// From one number on.
    func samples(from number: Int) -> [ProbeSample] { state.withLock { Array($0.samples.dropFirst(number)) } }

    var samples: [ProbeSample] { state.withLock { $0.samples } }
}
