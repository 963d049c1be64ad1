internal import Estate

/// The files of one SR.
///
/// An image is written as `NAME.part` and gets its name by ``publish(_:)``, which never replaces a file: a torn image
/// never carries its final name.
package protocol ImageStore: Sendable {
    /// `nfs://server/export`, or `file:///path`.
    var url: String { get }
    /// Bytes in all, and bytes that may still be written.
    func space() async throws -> StoreSpace
    func list() async throws -> [StoredFile]
    func exists(_ name: String) async throws -> Bool
    /// When a file was last written, by the clock of who keeps it: seconds since 1970.
    func modified(_ name: String) async throws -> Double
    /// A new file that reads as zeros and takes no blocks yet. Fails where the name is taken.
    func create(_ name: String, bytes: UInt64) async throws -> any ImageFile
    func open(_ name: String, writing: Bool) async throws -> any ImageFile
    /// Gives a file another name, durably; fails where `new` is another file. A crash in the middle leaves both names, of
    /// one file: repeated, it ends. See ``finishRename(_:to:)``.
    func rename(_ old: String, to new: String) async throws
    /// Gives `fresh` the name of `old` in one step, durably: whoever reads sees the one or the other, never neither.
    func replace(_ old: String, with fresh: String) async throws
    /// Whether two names are of one file; false where one of them is not there.
    func isSameFile(_ one: String, _ other: String) async throws -> Bool
    /// Removes a file; nothing happens where there is none.
    func remove(_ name: String) async throws
    /// The folder for p2v's own notes beside the images, `.p2v`, which only its owner may enter; nil where there is
    /// none and it is not to be made.
    func notes(creating: Bool) async throws -> (any ImageStore)?
    /// How QEMU names it: `nfs://server/export/name`, or a path.
    func location(of name: String) -> String
}

/// Room on an SR, in bytes.
package struct StoreSpace: Sendable, Hashable, Codable {
    package var total: UInt64
    package var free: UInt64

    package init(total: UInt64, free: UInt64) {
        self.total = total
        self.free = free
    }
}

/// A file on an SR.
package struct StoredFile: Sendable, Hashable, Codable {
    package var name: String
    package var bytes: UInt64

    package init(name: String, bytes: UInt64) {
        self.name = name
        self.bytes = bytes
    }
}

extension ImageStore {
    /// `NAME.part`, the name while it is written.
    package static func part(of name: String) -> String { name + ".part" }

    /// Starts a new image as `NAME.part`, or opens the one that is there.
    ///
    /// - Parameters:
    ///   - bytes: the size; a `.part` of another size is refused.
    ///   - needed: bytes that will be written to a new one, where that is known to be less than its size.
    /// - Returns: the file, and whether it is new (and so reads as zeros).
    package func stage(
        _ name: String, bytes: UInt64, needed: UInt64? = nil
    ) async throws -> (file: any ImageFile, isNew: Bool) {
        guard try await !exists(name) else { throw taken(name) }
        let part = Self.part(of: name)
        guard try await exists(part) else {
            try await admit(needed ?? bytes, for: name)
            return (try await create(part, bytes: bytes), true)
        }
        let file = try await open(part, writing: true)
        let size = try await file.size()
        if size == 0, bytes > 0 {
            // A copy that was killed between the name and the size.
            try await file.truncate(to: bytes)
            return (file, true)
        }
        guard size == bytes else {
            try await file.close()
            throw Failure(
                "continue the image \(part)", on: url, because: "it has \(size) bytes, the disk has \(bytes)",
                next: "remove \(part) from the SR if it is not wanted, and run again", exit: .refused)
        }
        return (file, false)
    }

    /// Gives a finished `NAME.part` its name. Repeated after it was cut, it ends.
    package func publish(_ name: String) async throws {
        if try await finishRename(Self.part(of: name), to: name) { return }
        guard try await !exists(name) else { throw taken(name) }
        try await rename(Self.part(of: name), to: name)
    }

    /// What a name without a replacement leaves when it is cut, and what each state means:
    ///
    /// ```
    /// old only            it did not happen
    /// old and new, one file   it happened, and the old name is to be removed: done here
    /// old and new, two files  new was somebody else's: it did not happen
    /// new only            it happened
    /// ```
    /// - Returns: whether the second state was found, and ended.
    package func finishRename(_ old: String, to new: String) async throws -> Bool {
        guard try await isSameFile(old, new) else { return false }
        try await remove(old)
        return true
    }

    /// Refuses when the SR cannot hold this many more bytes.
    package func admit(_ bytes: UInt64, for name: String) async throws {
        let space = try await space()
        guard bytes <= space.free else {
            throw Failure(
                "make room for \(name)", on: url, because: "it needs \(bytes) bytes, the SR has \(space.free) free",
                next: "free space on the SR or choose another one", exit: .refused)
        }
    }

    func taken(_ name: String) -> Failure {
        Failure(
            "write the image \(name)", on: url, because: "a file of that name is already there",
            next: "choose another image name in the plan, or remove the file if nothing uses it", exit: .refused)
    }
}
