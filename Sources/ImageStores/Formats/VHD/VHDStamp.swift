internal import Foundation

/// What makes one VHD differ from another of the same content; given from outside, so that tests repeat.
package struct VHDStamp: Sendable, Hashable {
    /// Seconds since 2000-01-01 00:00 UTC.
    package var created: UInt32
    /// 16 bytes.
    package var identifier: [UInt8]

    package init(created: UInt32, identifier: [UInt8]) {
        self.created = created
        self.identifier = identifier
    }

    /// Now, with a random identifier.
    package static func fresh() -> VHDStamp {
        let since2000 = Date().timeIntervalSince1970 - 946_684_800
        return VHDStamp(
            created: UInt32(max(0, min(since2000, 4_294_967_295))),
            identifier: withUnsafeBytes(of: UUID().uuid) { Array($0) })
    }
}
