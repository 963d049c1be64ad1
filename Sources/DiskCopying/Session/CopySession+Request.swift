package import ImageStores

extension CopySession {
    /// Which image, and how.
    package struct Request: Sendable, Hashable {
        package var image: String
        package var format: ImageFormat
        /// Go on with a `NAME.part` that is there; otherwise it is refused.
        package var resume: Bool
        /// What the source cannot read becomes zeros and is listed.
        package var allowHoles: Bool
        /// The image may have been changed on purpose since the last pass (an adaptation that was cut): all of it is read
        /// back before a pass. ``SealedImage/willChange(by:)`` remembers that by itself.
        package var wasChanged: Bool
        /// The id of another machine's lease to break.
        package var unlock: String?

        package init(
            image: String, format: ImageFormat = .raw, resume: Bool = false, allowHoles: Bool = false,
            wasChanged: Bool = false, unlock: String? = nil
        ) {
            self.image = image
            self.format = format
            self.resume = resume
            self.allowHoles = allowHoles
            self.wasChanged = wasChanged
            self.unlock = unlock
        }
    }
}
