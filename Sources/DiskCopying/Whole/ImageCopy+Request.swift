package import ImageStores

extension ImageCopy {
    /// What is wanted.
    package struct Request: Sendable, Hashable {
        package var image: String
        package var format: ImageFormat
        /// Go on with what is there; otherwise a `.part` from before is refused.
        package var resume: Bool
        package var deltaPasses: Int
        package var verify: Bool
        /// What the source cannot read becomes zeros and is listed.
        package var allowHoles: Bool
        /// Refuse to hold the source for longer than this many seconds, as far as that can be foreseen.
        package var maxOutage: Double?
        /// The id of another machine's lease to break.
        package var unlock: String?

        package init(
            image: String, format: ImageFormat = .raw, resume: Bool = false, deltaPasses: Int = 0, verify: Bool = true,
            allowHoles: Bool = false, maxOutage: Double? = nil, unlock: String? = nil
        ) {
            self.image = image
            self.format = format
            self.resume = resume
            self.deltaPasses = deltaPasses
            self.verify = verify
            self.allowHoles = allowHoles
            self.maxOutage = maxOutage
            self.unlock = unlock
        }

        var session: CopySession.Request {
            CopySession.Request(image: image, format: format, resume: resume, allowHoles: allowHoles, unlock: unlock)
        }
    }

    /// What was done.
    package struct Outcome: Sendable, Hashable, Codable {
        package static let format = "p2v-copy/1"

        package var format = Self.format
        package var source: SourceIdentity
        /// As QEMU names it.
        package var location: String
        package var imageFormat: ImageFormat
        package var passes: [PassResult]
        package var verified: VerifyResult?
        /// How long the source was held still.
        package var heldSeconds: Double?
        /// What the source could not read; zeros in the image.
        package var holes: [ByteRange]?
    }
}
