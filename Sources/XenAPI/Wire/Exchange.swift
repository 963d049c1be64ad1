/// One HTTPS request and its answer: what the client needs of the network.
public protocol Exchange: Sendable {
    /// - Throws: ``XenError/unreachable(address:reason:)`` when nothing was sent, `broken` when the connection ended in
    ///   the middle, `malformed` when the answer is larger than the request allows, `CancellationError`.
    func send(_ request: HTTPRequest) async throws -> HTTPAnswer
}

public struct HTTPRequest: Sendable {
    /// `host` or `host:port`.
    public var address: String
    /// Path with query.
    public var path: String
    public var body: Body
    /// Ends the wait for the server; nil waits for ever, as an upload does.
    public var seconds: Int?
    /// More than this is no answer.
    public var mostBytes: Int

    public enum Body: Sendable {
        case none
        /// POST of JSON.
        case json([UInt8])
        /// PUT with a Content-Length; the bytes are asked for as they are needed.
        case upload(any UploadSource)
    }

    public init(
        address: String, path: String, body: Body = .none, seconds: Int? = 120, mostBytes: Int = 64 << 20
    ) {
        self.address = address
        self.path = path
        self.body = body
        self.seconds = seconds
        self.mostBytes = mostBytes
    }
}

public struct HTTPAnswer: Sendable {
    public var status: Int
    /// Of the `Location` header.
    public var location: String?
    public var body: [UInt8]

    public init(status: Int, location: String? = nil, body: [UInt8]) {
        self.status = status
        self.location = location
        self.body = body
    }
}

/// Bytes to upload. Called on a thread of its own, which it may block.
public protocol UploadSource: Sendable {
    var bytes: Int64 { get }
    /// Fills `buffer` from `offset` on; answers how much of it. Fewer than there is room for is fine, 0 is the end.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}
