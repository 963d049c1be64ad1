@testable import NFS

/// A server that keeps writes in memory until a COMMIT, and forgets them when it restarts.
///
/// It answers at once, or holds requests until it is told which one to do next.
final class ForgetfulServer: FileServer {
    let path = "/a.raw"
    var most = 1 << 20
    var connection: UInt64? = 1
    private(set) var memory: [UInt8]
    private(set) var disk: [UInt8]
    private(set) var verifier: UInt64 = 1
    private(set) var writes = 0
    private(set) var commits = 0
    /// Bytes that it takes of a write at most.
    var takes = Int.max
    /// Writes are on its disk when it answers.
    var writesThrough = false
    /// A COMMIT is done when it is asked, whenever it is answered.
    var commitsAtOnce = false
    var holds = false
    private(set) var held: [(NFSError?) -> Void] = []

    init(bytes: Int) {
        memory = [UInt8](repeating: 0, count: bytes)
        disk = memory
    }

    func restart() {
        memory = disk
        verifier += 1
    }

    /// The connection breaks, and its successor's answers begin with what was left of the last one.
    func reconnect() {
        connection = connection.map { $0 + 1 }
        leftOver = [0xEE, 0xEE]
    }

    private var leftOver: [UInt8] = []

    /// Does the request that it was asked as the `index`th of those that it holds, or answers that it cannot.
    func answer(_ index: Int, _ error: NFSError? = nil) { held.remove(at: index)(error) }

    func answerAll() { while !held.isEmpty { answer(0) } }

    private func hold(_ work: @escaping (NFSError?) -> Void) {
        if holds { held.append(work) } else { work(nil) }
    }

    func read(_ part: Range<UInt64>, then: @escaping (Result<ReadAnswer, NFSError>) -> Void) {
        hold { error in
            if let error { return then(.failure(error)) }
            let size = self.memory.count
            let whole = min(Int(part.lowerBound), size)..<min(Int(part.upperBound), size)
            let found = whole.prefix(self.takes)
            let isEnd = whole.lowerBound + found.count == size
            let bytes = Array((self.leftOver + self.memory[found]).prefix(found.count))
            self.leftOver = []
            then(.success(ReadAnswer(bytes: bytes, isEnd: isEnd)))
        }
    }

    func write(
        _ bytes: [UInt8], _ range: Range<Int>, at offset: UInt64,
        then: @escaping (Result<WriteAnswer, NFSError>) -> Void
    ) {
        writes += 1
        hold { error in
            if let error { return then(.failure(error)) }
            let taken = range.prefix(self.takes)
            let place = Int(offset)..<(Int(offset) + taken.count)
            self.memory.replaceSubrange(place, with: bytes[taken])
            if self.writesThrough { self.disk.replaceSubrange(place, with: bytes[taken]) }
            let keeper = Keeper(verifier: self.verifier, isOnDisk: self.writesThrough)
            then(.success(WriteAnswer(count: taken.count, keeper: keeper)))
        }
    }

    func commit(then: @escaping (Result<UInt64, NFSError>) -> Void) {
        commits += 1
        let early = commitsAtOnce ? brought() : nil
        hold { error in
            if let error { return then(.failure(error)) }
            then(.success(early ?? self.brought()))
        }
    }

    private func brought() -> UInt64 {
        disk = memory
        return verifier
    }
}

/// One file on a forgetful server, and its users.
actor TrafficBench {
    let server: ForgetfulServer
    private let traffic: FileTraffic
    /// Writes that came back, done or not.
    private(set) var ended = 0

    init(bytes: Int) {
        server = ForgetfulServer(bytes: bytes)
        traffic = FileTraffic(server)
    }

    func the<T: Sendable>(_ body: @Sendable (ForgetfulServer) -> T) -> T { body(server) }

    func write(_ bytes: [UInt8], at offset: UInt64) async throws(NFSError) {
        defer { ended += 1 }
        try await traffic.write(UncommittedWrites.Write(bytes: bytes, range: 0..<bytes.count, offset: offset))
    }

    func read(at offset: UInt64, count: Int) async throws(NFSError) -> [UInt8] {
        try await traffic.read(at: offset, count: count)
    }

    func sync() async throws(NFSError) { try await traffic.sync() }

    /// Returns when the server holds so many requests.
    func holds(_ count: Int) async { while server.held.count < count { await Task.yield() } }
}

/// Chance that comes again with its seed.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func callAsFunction(_ sides: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(sides))
    }
}
