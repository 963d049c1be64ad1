internal import Estate

/// Questions about all of a disk, asked piece by piece, since an answer may end anywhere; several at once, since over a slow
/// way each takes its time, and a disk of 2 TiB takes a thousand.
enum WholeDisk {
    /// Most bytes that one question is about.
    private static let question: UInt64 = 1 << 31
    private static let atOnce = 16

    /// - Parameters:
    ///   - bytes: of the disk.
    ///   - silence: what it means that a question brought no answer.
    ///   - ask: tells the start of a range, or all of it: how far the answer reaches, and the answer.
    /// - Returns: the answers in the order of the disk.
    /// - Throws: `silence`: a copy leaves out, and its proof takes for zeros, what is not said to be used.
    static func ask<Answer: Sendable>(
        _ bytes: UInt64, silence: Failure,
        _ ask: @escaping @Sendable (Range<UInt64>) async throws -> (end: UInt64, answers: [Answer])
    ) async throws -> [Answer] {
        var windows = stride(from: 0, to: bytes, by: UInt64.Stride(question)).map { $0..<min($0 + question, bytes) }[
            ...]
        var found: [UInt64: [Answer]] = [:]
        try await withThrowingTaskGroup(of: (UInt64, [Answer]).self) { group in
            func start() {
                guard let window = windows.popFirst() else { return }
                group.addTask { (window.lowerBound, try await all(window, silence, ask)) }
            }
            for _ in 0..<atOnce { start() }
            while let (place, answers) = try await group.next() {
                found[place] = answers
                start()
            }
        }
        return found.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    private static func all<Answer: Sendable>(
        _ window: Range<UInt64>, _ silence: Failure,
        _ ask: @Sendable (Range<UInt64>) async throws -> (end: UInt64, answers: [Answer])
    ) async throws -> [Answer] {
        var answers: [Answer] = []
        var at = window.lowerBound
        while at < window.upperBound {
            let answer = try await ask(at..<window.upperBound)
            guard answer.end > at else { throw silence }
            answers += answer.answers
            at = answer.end
        }
        return answers
    }
}
