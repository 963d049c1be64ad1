/// What of a disk is free, and who says so.
package struct Survey: Sendable, Hashable {
    package let map: AllocationMap
    /// Ranges whose owner the running kernel names. What is free in them may hold the remains of deleted files.
    package let vouched: [Range<UInt64>]

    package init(map: AllocationMap, vouched: [Range<UInt64>] = []) {
        self.map = map
        self.vouched = vouched
    }

    /// Nothing is free.
    package static func full(_ size: UInt64) -> Survey { Survey(map: .full(size)) }
}
