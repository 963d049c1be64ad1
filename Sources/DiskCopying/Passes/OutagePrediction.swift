/// How long the last pass will hold a server still, told from what the passes before it saw.
package struct OutagePrediction: Sendable, Hashable, Codable {
    /// Bytes a second that the server writes.
    package var dirtyBytesPerSecond: Double
    /// Bytes that the last pass will have to copy.
    package var remainingBytes: Double
    /// Seconds from the stop to the proof.
    package var seconds: Double

    /// What freezing, asking for changes and answering take, whatever the size.
    static let fixedSeconds = 1.0
    /// Seconds from the end of the last warm pass until the server is still: a login, and flushing.
    static let settlingSeconds = 3.0

    /// - Parameters:
    ///   - written: bytes that the server wrote in `over` seconds.
    ///   - copyRate: bytes a second that the fastest pass copied.
    ///   - readsAll: seconds that reading the whole disk takes; nil where the source tells what was written.
    package init(written: UInt64, over seconds: Double, copyRate: Double, readsAll: Double?) {
        dirtyBytesPerSecond = Double(written) / max(0.1, seconds)
        remainingBytes = dirtyBytesPerSecond * Self.settlingSeconds
        // Copied once and compared once.
        let moving = copyRate > 0 ? 2 * remainingBytes / copyRate : 0
        self.seconds = Self.fixedSeconds + moving + 2 * (readsAll ?? 0)
    }
}
