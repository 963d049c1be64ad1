internal import Guestfs

/// A guest's files, as they are asked for: those of the appliance, or made-up ones.
protocol GuestTree {
    /// Nil when there is no such file; a link is not followed.
    func status(of path: String) -> FileStatus?
    /// The path with every symbolic link resolved; nil when it leads nowhere.
    func resolved(_ path: String) -> String?
    func read(_ path: String, limit: Int) throws(GuestfsError) -> [UInt8]?
    func read(_ path: String, from offset: UInt64, count: Int) throws(GuestfsError) -> [UInt8]
    func names(in directory: String) -> [String]
    /// Paths that match a pattern, sorted.
    func glob(_ pattern: String) -> [String]
    func target(ofLink path: String) throws(GuestfsError) -> String
    /// Of a whole file; the same for the same bytes.
    func checksum(of path: String) throws(GuestfsError) -> String
}

extension Session: GuestTree {}
