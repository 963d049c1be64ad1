internal import Synchronization

/// A reader of lines that a sendable closure may feed.
final class LineReader: Sendable {
    private let state: Mutex<WatchReader>

    init(_ reader: WatchReader) {
        state = Mutex(reader)
    }

    func read(_ line: String) -> WatchReader.Reading? { state.withLock { $0.read(line) } }
}
