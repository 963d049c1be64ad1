/// What was built.
public struct MediaResult: Sendable, Hashable, Codable {
    public var format = "p2v-boot-media/1"
    public var iso: String
    public var pxeFolder: String?
    /// The kernel's version: `6.1.0-32-amd64`.
    public var kernel: String
    /// `SHA256:…` of the key that the media show to ssh clients; their console shows the same.
    public var hostKeyFingerprint: String
    /// A file of ssh settings that knows this key, for `p2v copy --ssh-config`.
    public var sshConfiguration: String
}
