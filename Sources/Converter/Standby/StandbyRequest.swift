package import Adaptation

/// What an appliance is to stand by for.
package struct StandbyRequest: Sendable {
    package struct Image: Sendable {
        /// `nfs://server/export/file`, or a path.
        package var location: String
        /// As QEMU names it.
        package var format: String
        /// Of the disk in the image.
        package var bytes: UInt64
        /// What the server called it.
        package var device: String
        package var sectorBytes: Int?
    }

    /// In the server's disk order.
    package var images: [Image]
    package var target: AdaptationTarget
}
