internal import Estate
internal import ImageStores

extension ImageFormat {
    /// What the plan says.
    ///
    /// - Throws: ``Failure`` (refused) for a word that is not known: no format is guessed.
    init(_ disk: PlannedDisk) throws(Failure) {
        guard let format = ImageFormat(rawValue: disk.format) else {
            throw Failure(
                "write the image", on: disk.image, because: "its format, \(disk.format), is not known",
                next: "plan it as raw, qcow2 or vhd", exit: .refused)
        }
        self = format
    }
}
