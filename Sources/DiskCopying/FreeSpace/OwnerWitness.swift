/// Somebody who knows disks, and shares no code with what found the free space.
package protocol OwnerWitness: Sendable {
    /// Why data in this range cannot be the remains of deleted files; nil where exactly one file system owns the place, and
    /// nothing else claims it.
    func objection(to range: Range<UInt64>) async throws -> String?
    /// Where the disk's partitions lie, logical ones included, as their table says; none where there is no table.
    func partitions() async throws -> [Range<UInt64>]
}
