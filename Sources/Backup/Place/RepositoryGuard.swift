internal import Estate

/// Whether a repository would be lost with the SR that it protects; pure.
///
/// Only what is known to lie elsewhere is a place for backups: two names may be of one export, and a folder may be the disk that
/// this machine exports.
package struct RepositoryGuard: Sendable {
    package enum Verdict: Sendable, Hashable {
        case elsewhere
        /// It lies on the SR itself.
        case same(because: String)
        case unknown(because: String)
    }

    /// What is known here of a place.
    package enum Place: Sendable, Hashable {
        /// A file system of this machine: its number, as `12:3`, and its device, where it has one.
        case local(number: String, device: String?)
        /// Of a server: its name and the path there.
        case remote(server: String, path: String)
        case unknown(because: String)
    }

    private let place: Place
    /// The addresses of a name; nil where they cannot be found out.
    private let addresses: @Sendable (String) -> Set<String>?
    /// This machine's own; nil where they are not known.
    private let own: Set<String>?
    /// Where a path of this machine lies.
    private let lookUp: @Sendable (String) -> Place

    package init(
        _ place: Place, own: Set<String>?, addresses: @escaping @Sendable (String) -> Set<String>?,
        lookUp: @escaping @Sendable (String) -> Place
    ) {
        (self.place, self.own, self.addresses, self.lookUp) = (place, own, addresses, lookUp)
    }

    /// - Parameter url: an SR or an image: `nfs://server/export`, `file:///path`, or a path.
    package func verdict(protecting url: String) -> Verdict {
        if case .unknown(let reason) = place { return .unknown(because: "of the repository: \(reason)") }
        if url.hasPrefix("nfs://") {
            let rest = url.dropFirst(6).prefix { $0 != "?" }
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            return compare(server: String(rest[..<slash]), path: String(rest[slash...]))
        }
        guard url.hasPrefix("file://") || url.hasPrefix("/") else {
            return .unknown(because: "where \(url) lies is not known here")
        }
        switch lookUp(url.hasPrefix("file://") ? String(url.dropFirst(7)) : url) {
        case .unknown(let reason): return .unknown(because: "of \(url): \(reason)")
        case .remote(let server, let path): return compare(server: server, path: path)
        case .local(let number, let device):
            // One device may have several names, and one file system several numbers (subvolumes of btrfs).
            if case .local(let myNumber, let myDevice) = place,
                number == myNumber || device != nil && device == myDevice
            {
                return .same(because: "both are on the file system \(device ?? number)")
            }
            return .elsewhere
        }
    }

    private func compare(server: String, path: String) -> Verdict {
        guard let theirs = addresses(server), !theirs.isEmpty else {
            return .unknown(because: "the address of \(server) is not known here")
        }
        switch place {
        case .unknown(let reason): return .unknown(because: reason)
        case .local:
            guard let own else { return .unknown(because: "the addresses of this machine cannot be read") }
            return theirs.isDisjoint(with: own)
                ? .elsewhere
                : .unknown(because: "this machine is \(server) itself, and may export the repository's own disk")
        case .remote(let mine, let folder):
            guard let ours = addresses(mine), !ours.isEmpty else {
                return .unknown(because: "the address of \(mine) is not known here")
            }
            if mine != server, ours.isDisjoint(with: theirs) { return .elsewhere }
            if Self.isWithin(folder, path) || Self.isWithin(path, folder) {
                return .same(because: "both are \(path) of the server \(server)")
            }
            return .unknown(because: "\(server) serves both, and whether they are on one disk cannot be seen from here")
        }
    }

    private static func isWithin(_ inner: String, _ outer: String) -> Bool {
        let outer = outer.hasSuffix("/") ? String(outer.dropLast()) : outer
        return inner == outer || inner.hasPrefix(outer + "/") || inner == outer + "/"
    }

    /// - Throws: ``Failure`` (refused) unless it is known that the repository lies elsewhere.
    package func check(_ repository: String, protecting urls: [String]) throws {
        for url in urls {
            let because: String
            switch verdict(protecting: url) {
            case .elsewhere: continue
            case .same(let reason): because = "it lies on what it would protect (\(url)): \(reason)"
            case .unknown(let reason):
                because = "whether it lies on what it would protect (\(url)) is not known: \(reason)"
            }
            throw Failure(
                "use the backup repository", on: repository, because: because,
                next: "name a folder on another SR, another disk or another machine", exit: .refused)
        }
    }
}
