internal import CCurl

/// What libcurl calls back into while one request runs, all on the thread that performs it.
final class CurlTransfer {
    let request: HTTPRequest
    let reason = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private let stop: Stop
    private var body: [UInt8] = []
    private var location: String?
    private var status = 0
    private var tooLarge = false
    private var sent: Int64 = 0
    private var readFailure: (any Error)?

    init(_ request: HTTPRequest, _ stop: Stop) {
        self.request = request
        self.stop = stop
        reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { reason.deallocate() }

    /// Nothing reached the server when the connection was not made.
    private static let unsent: Set<UInt32> = [
        CURLE_COULDNT_CONNECT.rawValue, CURLE_COULDNT_RESOLVE_HOST.rawValue, CURLE_SSL_CONNECT_ERROR.rawValue,
    ]

    func answer(_ code: CURLcode, status: Int, reason: String) throws -> HTTPAnswer {
        if stop.isSet { throw CancellationError() }
        if let readFailure { throw readFailure }
        if tooLarge {
            throw XenError.malformed(
                address: request.address, reason: "the answer is larger than \(request.mostBytes >> 20) MiB")
        }
        // A refusal that came while the body was still on its way ends the transfer: the answer counts, not the break.
        if code == CURLE_OK || self.status >= 300 {
            return HTTPAnswer(status: self.status == 0 ? status : self.status, location: location, body: body)
        }
        if code == CURLE_SSL_PINNEDPUBKEYNOTMATCH {
            throw XenError.certificateChanged(
                address: request.address, trusted: "another key", shown: "a key that was never seen")
        }
        if Self.unsent.contains(code.rawValue) {
            throw XenError.unreachable(address: request.address, reason: reason)
        }
        if code == CURLE_PARTIAL_FILE {
            throw XenError.malformed(address: request.address, reason: "the answer ends in the middle (\(reason))")
        }
        throw XenError.broken(address: request.address, reason: reason)
    }

    private static func me(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer? {
        pointer.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    static let write: p2v_data = { data, size, count, pointer in
        guard let me = CurlTransfer.me(pointer), let data else { return 0 }
        let length = size * count
        guard me.body.count + length <= me.request.mostBytes else {
            me.tooLarge = true
            return 0
        }
        me.body.append(contentsOf: UnsafeRawBufferPointer(start: data, count: length))
        return length
    }

    static let header: p2v_data = { data, size, count, pointer in
        guard let me = CurlTransfer.me(pointer), let data else { return 0 }
        let length = size * count
        let line = String(decoding: UnsafeRawBufferPointer(start: data, count: length), as: UTF8.self)
        return me.take(line) ? length : 0
    }

    /// False ends the transfer: an upload that the server refuses is not carried on.
    private func take(_ line: String) -> Bool {
        if line.hasPrefix("HTTP/") {
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            location = nil
            return true
        }
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == "location" {
            location = parts[1].split { $0.isWhitespace }.first.map(String.init)
        }
        guard case .upload = request.body, status >= 300 else { return true }
        return !line.allSatisfy(\.isNewline)
    }

    static let read: p2v_data = { data, size, count, pointer in
        guard let me = CurlTransfer.me(pointer), let data, case .upload(let source) = me.request.body else { return 0 }
        do {
            let room = UnsafeMutableRawBufferPointer(start: data, count: size * count)
            let got = try source.read(at: me.sent, into: room)
            me.sent += Int64(got)
            return got
        } catch {
            me.readFailure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }

    static let progress: p2v_progress = { pointer, _, _, _, _ in
        CurlTransfer.me(pointer)?.stop.isSet ?? true ? 1 : 0
    }
}
