/// What an NFS server is asked about one open file, one request each. Many may be under way; they are answered in any order.
protocol FileServer: AnyObject {
    /// For errors.
    var path: String { get }
    /// Bytes of one request.
    var most: Int { get }
    /// Another number after each reconnection; nil while nobody can tell.
    var connection: UInt64? { get }
    func read(_ part: Range<UInt64>, then: @escaping (Result<ReadAnswer, NFSError>) -> Void)
    /// Writes the part `range` of `bytes` at `offset`.
    func write(
        _ bytes: [UInt8], _ range: Range<Int>, at offset: UInt64,
        then: @escaping (Result<WriteAnswer, NFSError>) -> Void)
    /// Brings all that was written before to the disk.
    ///
    /// - Returns: the server's verifier, another one after each of its restarts.
    func commit(then: @escaping (Result<UInt64, NFSError>) -> Void)
}

struct ReadAnswer {
    var bytes: [UInt8]
    /// The file ends behind them.
    var isEnd: Bool
}

struct WriteAnswer {
    /// Bytes that it took; the rest is to be sent again.
    var count: Int
    var keeper: Keeper
}

/// Who took what was written.
struct Keeper: Sendable, Hashable {
    var verifier: UInt64
    /// It answered when it had it on its disk.
    var isOnDisk = false
}
