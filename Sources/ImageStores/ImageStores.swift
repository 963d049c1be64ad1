internal import Foundation
package import Estate

/// Opens an SR by its URL.
package enum ImageStores {
    /// Where p2v keeps notes on an SR. No image can have this name: it begins with a dot.
    static let notesFolder = ".p2v"

    package static func open(_ repository: StorageRepository) async throws -> any ImageStore {
        try await open(url: repository.url)
    }

    /// - Parameter url: `nfs://server/export`, `file:///path`, or a path.
    package static func open(url: String) async throws -> any ImageStore {
        if url.hasPrefix("nfs://") { return try await NFSImageStore(url: url) }
        if url.hasPrefix("file://") { return try DirectoryImageStore(path: String(url.dropFirst(7))) }
        if url.hasPrefix("/") { return try DirectoryImageStore(path: url) }
        throw Failure(
            "open the SR", on: url, because: "this kind of address is not known",
            next: "write it as nfs://server/export or file:///path", exit: .refused)
    }

    /// A name that is one plain file of the SR.
    static func check(_ name: String) throws {
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0"), name.utf8.count <= 240
        else {
            throw Failure(
                "use the image name", on: name, because: "it is empty, hidden, too long, or has a slash",
                next: "use letters, digits, dots and dashes", exit: .refused)
        }
    }

    /// `nfs://server/export/x.raw` or a path → the SR and the image's name.
    package static func image(_ text: String) async throws -> (store: any ImageStore, name: String) {
        let query = text.firstIndex(of: "?") ?? text.endIndex
        let path = text[..<query]
        guard let slash = path.lastIndex(of: "/") else {
            return (try await ImageStores.open(url: "file://."), String(path))
        }
        let folder = String(path[..<slash]) + text[query...]
        let name = String(path[path.index(after: slash)...])
        return (try await ImageStores.open(url: folder.isEmpty ? "/" : folder), name)
    }
}
