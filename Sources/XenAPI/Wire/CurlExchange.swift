internal import CCurl
internal import Dispatch
internal import Foundation
internal import Synchronization

/// HTTPS by libcurl. Connections stay open and are used again; every wait is on a thread of its own.
///
/// A host's certificate is looked at first (SHA-256 of the whole, shown to the operator); the connection that carries a
/// password then demands the same public key, so nobody can step in between.
package final class CurlExchange: Exchange {
    /// SHA-256 of some bytes, 32 bytes.
    package typealias Digest = @Sendable ([UInt8]) -> [UInt8]

    private let pins: any Pins
    private let digest: Digest
    private let idle = Mutex<[String: [CurlHandle]]>([:])
    private let keys = Mutex<[String: String]>([:])
    private let queue = DispatchQueue(label: "p2v.xenapi", attributes: .concurrent)

    package init(pins: any Pins, sha256: @escaping Digest) {
        self.pins = pins
        digest = sha256
        _ = Self.started
    }

    private static let started = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    package func send(_ request: HTTPRequest) async throws -> HTTPAnswer {
        let cancelled = Stop()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async {
                    continuation.resume(with: Result { try self.sendBlocking(request, cancelled) })
                }
            }
        } onCancel: {
            cancelled.set()
        }
    }

    private func sendBlocking(_ request: HTTPRequest, _ stop: Stop) throws -> HTTPAnswer {
        let key = try trustedKey(request.address, mayBeNew: request.mayBeNew, stop)
        let handle = idle.withLock { $0[request.address]?.popLast() } ?? CurlHandle()
        guard let handle else { throw XenError.unreachable(address: request.address, reason: "libcurl does not start") }
        let answer = try handle.perform(request, key: key, stop)
        idle.withLock { $0[request.address, default: []].append(handle) }
        return answer
    }

    /// libcurl's form of the public key to demand, after its certificate was found to be the trusted one.
    private func trustedKey(_ address: String, mayBeNew: Bool, _ stop: Stop) throws -> String {
        if let key = keys.withLock({ $0[address] }) { return key }
        guard let handle = CurlHandle() else {
            throw XenError.unreachable(address: address, reason: "libcurl does not start")
        }
        let certificate = try handle.certificate(of: address, stop)
        let shown = Self.hexadecimal(digest(certificate.der))
        if let trusted = try pins.fingerprint(of: address) {
            guard trusted == shown else {
                throw XenError.certificateChanged(address: address, trusted: trusted, shown: shown)
            }
        } else {
            guard mayBeNew else { throw XenError.unknownCertificate(address: address, shown: shown) }
            try pins.trust(shown, of: address)
        }
        let key = "sha256//" + Data(digest(certificate.publicKey)).base64EncodedString()
        keys.withLock { $0[address] = key }
        return key
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Set once, read by the thread that waits.
final class Stop: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
