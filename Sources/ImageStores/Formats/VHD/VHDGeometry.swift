/// Cylinders, heads and sectors of a VHD, as old BIOS code wants them (Virtual Hard Disk Image Format Specification,
/// appendix "CHS Calculation"). Rounded down, so that they never reach past the disk: `vhd-util` refuses one that does.
struct VHDGeometry: Sendable, Hashable {
    var cylinders: UInt16
    var heads: UInt8
    var sectorsPerTrack: UInt8

    /// - Parameter bytes: the disk's size.
    init(bytes: UInt64) {
        let total = min(bytes / 512, 65535 * 16 * 255)
        var (track, heads): (UInt64, UInt64) = (255, 16)
        var tracks = total / track
        if total < 65535 * 16 * 63 {
            track = 17
            tracks = total / track
            heads = max(4, (tracks + 1023) / 1024)
            for longer: UInt64 in [31, 63] where tracks >= heads * 1024 || heads > 16 {
                track = longer
                heads = 16
                tracks = total / track
            }
        }
        cylinders = UInt16(tracks / heads)
        self.heads = UInt8(heads)
        sectorsPerTrack = UInt8(track)
    }

    /// As the footer holds it: cylinders in the upper 16 bits, then heads, then sectors a track.
    init(word: UInt32) {
        cylinders = UInt16(word >> 16)
        heads = UInt8(truncatingIfNeeded: word >> 8)
        sectorsPerTrack = UInt8(truncatingIfNeeded: word)
    }

    var word: UInt32 { UInt32(cylinders) << 16 | UInt32(heads) << 8 | UInt32(sectorsPerTrack) }
    var bytes: UInt64 { UInt64(cylinders) * UInt64(heads) * UInt64(sectorsPerTrack) * 512 }
}
