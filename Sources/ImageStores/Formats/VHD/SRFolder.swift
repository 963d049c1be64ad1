internal import Estate
internal import Foundation

/// Whether an image lies on an SR of a XenServer pool, by its name: SRs are folders called by a UUID, and every VHD in
/// one is called by its VDI's.
enum SRFolder {
    static let fixedBreaksTheScan = "it is a fixed VHD: one of them on an SR makes the scan of the whole SR fail"

    /// - Parameter location: a path or a URL, with the name it has or will have, `.part` or not.
    static func holds(_ location: String) -> Bool {
        let parts = location.split(separator: "/").suffix(2)
        guard let name = parts.last else { return false }
        let stem = name.prefix { $0 != "." }
        let folder = parts.count > 1 ? parts.first.map(String.init) ?? "" : ""
        return UUID(uuidString: folder) != nil || name.contains(".vhd") && UUID(uuidString: String(stem)) != nil
    }

    /// - Throws: ``Failure`` (refused) for a fixed VHD on an SR.
    static func admit(_ format: ImageFormat, _ location: String) throws(Failure) {
        guard format == .vhdFixed, holds(location) else { return }
        throw Failure(
            "make the image", on: location, because: fixedBreaksTheScan,
            next: "leave out --subformat fixed: a dynamic VHD is what an SR takes", exit: .refused)
    }
}
