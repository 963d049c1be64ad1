internal import Foundation

/// Who holds a lease, as its file says.
struct LeaseOwner: Sendable, Hashable, Codable {
    static let format = "p2v-lease/1"

    var format = Self.format
    /// Random; names this very lease.
    var id: String
    var host: String
    /// The machine's id, which no reboot and no new name changes; nil where it could not be read, or an earlier p2v wrote
    /// this.
    var machine: String?
    /// The boot's id, a blank, and the process namespace: the same number is another process in another container. Each is
    /// empty where it could not be read.
    var boot: String
    var process: Int32
    /// When the process began, in clock ticks since the boot: process numbers are used again. Empty is not known.
    var began: String
    /// Seconds since 1970.
    var since: Double
    /// Who does what under it, in plain words; nil of an image that is copied.
    var purpose: String?

    var bootID: String? { Self.known(boot.prefix { $0 != " " }) }
    var processSpace: String? { Self.known(boot.drop { $0 != " " }.dropFirst()) }

    private static func known(_ text: Substring) -> String? { text.isEmpty ? nil : String(text) }

    /// Whether p2v can have written this: its id becomes a part of files' names, its times are reckoned with, and a process
    /// of no such number would be gone for certain.
    var canBeTrue: Bool {
        let isName = (1...64).contains(id.utf8.count) && id.utf8.allSatisfy(Self.letters.contains)
        return format == Self.format && isName && process > 0 && (0...1e12).contains(since)
    }

    private static let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-".utf8)

    /// This process as an owner.
    init(_ here: ProcessIdentity, id: String, since: Double, purpose: String? = nil) {
        self.id = id
        host = here.host
        machine = here.machine
        boot = (here.boot ?? "") + " " + (here.space ?? "")
        process = here.process
        began = here.began ?? ""
        self.since = since
        self.purpose = purpose
    }
}
