/// What is known of writes to the source between the beginning of the last pass and the end of its proof.
///
/// An image can be equal, chunk by chunk, to what was read of the source, and still be no state that the disk ever had:
/// a chunk that was compared early may have been written while a later one was compared.
package enum WritesMeanwhile: String, Sendable, Hashable, Codable {
    /// There were none: the source was held still.
    case held
    /// There were none: the source saw all writes, and saw none of these.
    case none
    /// There were some, at the last try too: the image is not the disk.
    case seen
    /// Nobody watched. Every chunk was compared after the last pass, so the image is the disk as it was when the comparison
    /// began; what was written later is not in it, and nobody knows whether something was.
    case unwatched

    /// The image is the disk as it was until the proof had ended.
    package var excluded: Bool { self == .held || self == .none }
}
