/// One line of `crypttab`.
package struct CrypttabEntry: Sendable, Hashable, Codable {
    package var name: String
    /// As written: `/dev/sda2`, `UUID=…`.
    package var source: String
    package var keyFile: String
    package var options: String
    /// The device node that `source` resolved to at scan time.
    package var resolved: String?

    package init(name: String, source: String, keyFile: String, options: String, resolved: String?) {
        self.name = name
        self.source = source
        self.keyFile = keyFile
        self.options = options
        self.resolved = resolved
    }
}
