/// One HTTPS request and its answer: what the client needs of the network.
package protocol Exchange: Sendable {
    /// - Throws: ``XenError/unreachable(address:reason:)`` when nothing was sent, `broken` when the connection ended in
    ///   the middle, `malformed` when the answer is larger than the request allows, `CancellationError`.
    func send(_ request: HTTPRequest) async throws -> HTTPAnswer
}

package struct HTTPRequest: Sendable {
    /// `host` or `host:port`.
    package var address: String
    /// Path with query.
    package var path: String
    package var body: Body
    /// Ends the wait for the server; nil waits for ever, as an upload does.
    package var seconds: Int?
    /// More than this is no answer.
    package var mostBytes: Int
    /// False: the host's certificate must be a trusted one already, since only another host gave its address.
    package var mayBeNew: Bool

    package enum Body: Sendable {
        case none
        /// POST of JSON.
        case json([UInt8])
        /// PUT with a Content-Length; the bytes are asked for as they are needed.
        case upload(any UploadSource)
    }

    package init(
        address: String, path: String, body: Body = .none, seconds: Int? = 120, mostBytes: Int = 64 << 20,
        mayBeNew: Bool = true
    ) {
        self.address = address
        self.path = path
        self.body = body
        self.seconds = seconds
        self.mostBytes = mostBytes
        self.mayBeNew = mayBeNew
    }
}

package struct HTTPAnswer: Sendable {
    package var status: Int
    /// Of the `Location` header.
    package var location: String?
    package var body: [UInt8]

    package init(status: Int, location: String? = nil, body: [UInt8]) {
        self.status = status
        self.location = location
        self.body = body
    }
}

/// Bytes to upload. Called on a thread of its own, which it may block.
package protocol UploadSource: Sendable {
    var bytes: Int64 { get }
    /// Fills `buffer` from `offset` on; answers how much of it. Fewer than there is room for is fine, 0 is the end.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}
