/// What was built.
package struct MediaResult: Sendable, Hashable, Codable {
    package var format = "p2v-boot-media/1"
    package var iso: String
    package var pxeFolder: String?
    /// The kernel's version: `6.1.0-32-amd64`.
    package var kernel: String
    /// `SHA256:…` of the key that the media show to ssh clients; their console shows the same.
    package var hostKeyFingerprint: String
    /// A file of ssh settings that knows this key, for `p2v copy --ssh-config`.
    package var sshConfiguration: String
}
