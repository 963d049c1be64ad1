extension ImageCopy {
    /// What is wanted.
    public struct Request: Sendable, Hashable {
        public var image: String
        public var format: ImageFormat
        /// Go on with what is there; otherwise a `.part` from before is refused.
        public var resume: Bool
        public var deltaPasses: Int
        public var verify: Bool
        /// What the source cannot read becomes zeros and is listed.
        public var allowHoles: Bool
        /// Refuse to hold the source for longer than this many seconds, as far as that can be foreseen.
        public var maxOutage: Double?
        /// The id of another machine's lease to break.
        public var unlock: String?

        public init(
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
    }

    /// What was done.
    public struct Outcome: Sendable, Hashable, Codable {
        public static let format = "p2v-copy/1"

        public var format = Self.format
        public var source: SourceIdentity
        /// As QEMU names it.
        public var location: String
        public var imageFormat: ImageFormat
        public var passes: [PassResult]
        public var verified: VerifyResult?
        /// How long the source was held still.
        public var heldSeconds: Double?
        /// What the source could not read; zeros in the image.
        public var holes: [ByteRange]?
    }
}
