internal import Estate
internal import ImageStores

extension ImageFormat {
    /// What the plan says; a word that is not known is refused before anything is copied.
    init(_ disk: PlannedDisk) {
        self = ImageFormat(rawValue: disk.format) ?? .raw
    }
}
