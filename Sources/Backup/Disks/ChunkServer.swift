package import Estate
internal import Foundation
internal import Synchronization

/// A disk out of the repository as a read-only NBD disk on a Unix socket, for programs that read only some of it: nothing is
/// restored first. Each chunk's digest is compared as it is read; a damaged one is an I/O error for whoever reads it, and is
/// kept for ``fault``.
///
/// The protocol's own document: https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md (fixed newstyle handshake,
/// simple replies).
package final class ChunkServer: Sendable {
    /// The socket's path.
    package let path: String
    private let listener: Int32
    private let disk: ChunkedDisk
    private let clients = Mutex<(all: Set<Int32>, isOver: Bool)>(([], false))
    private static let queue = DispatchQueue(label: "p2v.chunk-server", attributes: .concurrent)

    /// - Parameter path: of the socket; nobody but this user gets at it.
    package init(_ index: ChunkIndex, from store: ChunkStore, at path: String) throws {
        self.path = path
        disk = ChunkedDisk(index, store)
        listener = try Self.listen(path)
        Self.queue.async { [self] in accept() }
    }

    /// What could not be read, if anything: the first.
    package var fault: Failure? { disk.fault }
    /// Bytes of chunks that were read from the store.
    package var readBytes: UInt64 { disk.readBytes }

    /// Ends all connections.
    package func close() {
        clients.withLock { clients in
            guard !clients.isOver else { return }
            clients.isOver = true
            for client in clients.all { shutdown(client, Int32(SHUT_RDWR)) }
            shutdown(listener, Int32(SHUT_RDWR))
            unlink(path)
        }
    }

    private static func listen(_ path: String) throws -> Int32 {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard listener >= 0, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            if listener >= 0 { Foundation.close(listener) }
            throw failure(path, "its name is too long for a socket, or no more files may be opened")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, chmod(path, 0o600) == 0, Foundation.listen(listener, 16) == 0 else {
            let reason = String(cString: strerror(errno))
            Foundation.close(listener)
            throw failure(path, reason)
        }
        return listener
    }

    private static func failure(_ path: String, _ because: String) -> Failure {
        Failure("show a disk of the backup", on: path, because: because, next: "set TMPDIR to another folder")
    }

    private func accept() {
        while true {
            let client = Foundation.accept(listener, nil, nil)
            if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
            guard client >= 0, isTaken(client) else {
                if client >= 0 { Foundation.close(client) }
                Foundation.close(listener)
                return
            }
            Self.queue.async { [self] in
                ChunkConversation(client, disk).run()
                clients.withLock { clients in
                    _ = clients.all.remove(client)
                    Foundation.close(client)
                }
            }
        }
    }

    private func isTaken(_ client: Int32) -> Bool {
        clients.withLock { clients in
            if !clients.isOver { clients.all.insert(client) }
            return !clients.isOver
        }
    }
}

/// Bytes of the disk that an index describes; the chunks that were read last are kept.
final class ChunkedDisk: Sendable {
    let index: ChunkIndex
    private let store: ChunkStore
    private static let mostKept = 48

    private struct State {
        var kept: [(chunk: Int, bytes: [UInt8])] = []
        var fault: Failure?
        var readBytes: UInt64 = 0
    }

    private let state = Mutex(State())

    init(_ index: ChunkIndex, _ store: ChunkStore) { (self.index, self.store) = (index, store) }

    var fault: Failure? { state.withLock(\.fault) }
    var readBytes: UInt64 { state.withLock(\.readBytes) }

    /// - Parameter range: within the disk.
    /// - Returns: nil where a chunk cannot be read.
    func read(_ range: Range<UInt64>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var at = range.lowerBound
        while at < range.upperBound {
            let chunk = Int(at / UInt64(index.chunkBytes))
            let whole = index.range(of: chunk)
            let end = min(range.upperBound, whole.upperBound)
            guard let content = content(of: chunk) else { return nil }
            bytes += content[Int(at - whole.lowerBound)..<Int(end - whole.lowerBound)]
            at = end
        }
        return bytes
    }

    private func content(of chunk: Int) -> [UInt8]? {
        let known = state.withLock { state -> [UInt8]? in
            guard let place = state.kept.lastIndex(where: { $0.chunk == chunk }) else { return nil }
            let found = state.kept.remove(at: place)
            state.kept.append(found)
            return found.bytes
        }
        if let known { return known }
        do {
            let bytes = try store.read(index.chunks[chunk], count: index.range(of: chunk).count)
            state.withLock { state in
                state.readBytes += UInt64(bytes.count)
                state.kept.append((chunk, bytes))
                if state.kept.count > Self.mostKept { state.kept.removeFirst() }
            }
            return bytes
        } catch {
            let failure = (error as? ChunkStore.Damage)?.failure ?? error as? Failure
            state.withLock { state in
                state.fault =
                    state.fault ?? failure
                    ?? Failure(
                        "read a chunk", on: store.path, because: "\(error)", next: "look at the repository's disk")
            }
            return nil
        }
    }
}
