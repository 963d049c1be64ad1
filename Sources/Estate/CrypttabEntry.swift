/// One line of `crypttab`.
public struct CrypttabEntry: Sendable, Hashable, Codable {
    public var name: String
    /// As written: `/dev/sda2`, `UUID=…`.
    public var source: String
    public var keyFile: String
    public var options: String
    /// The device node that `source` resolved to at scan time.
    public var resolved: String?

    public init(name: String, source: String, keyFile: String, options: String, resolved: String?) {
        self.name = name
        self.source = source
        self.keyFile = keyFile
        self.options = options
        self.resolved = resolved
    }
}
