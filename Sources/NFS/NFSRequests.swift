internal import CNFS
internal import Foundation

/// Requests under way on one connection, and who waits for the answer of each.
/// Safe: libnfs answers while the connection's owner lets it, in one thread; what an answer points to is read at once.
@safe final class NFSRequests {
    typealias Receiver = (_ answer: Result<Answer, NFSError>) -> Void

    struct Answer {
        /// Bytes that were read or written.
        var count: Int
        var verifier: UInt64
        var isFinal: Bool
        /// What was read.
        var bytes: [UInt8]
    }

    private var receivers: [UInt64: Receiver] = [:]
    private var last: UInt64 = 0

    var isEmpty: Bool { receivers.isEmpty }

    /// - Parameter issue: gives the request to libnfs: 0, or -errno.
    func start(then: @escaping Receiver, _ issue: (UnsafeMutablePointer<cnfs_request>?) -> Int32) {
        last += 1
        let number = last
        receivers[number] = then
        let request = unsafe cnfs_request(
            { owner, number, answer in
                guard let owner = unsafe owner, let answer = unsafe answer else { return }
                let requests = unsafe Unmanaged<NFSRequests>.fromOpaque(owner).takeUnretainedValue()
                unsafe requests.take(number, answer.pointee)
            }, Unmanaged.passUnretained(self).toOpaque(), number)
        let result = unsafe issue(request)
        guard result < 0, let receiver = receivers.removeValue(forKey: number) else { return }
        receiver(.failure(NFSError(code: -result, message: NFSError.words(for: -result))))
    }

    private func take(_ number: UInt64, _ answer: cnfs_answer) {
        guard let receiver = receivers.removeValue(forKey: number) else { return }
        guard unsafe answer.result >= 0 else {
            let code = unsafe Int32(truncatingIfNeeded: -answer.result)
            let words = unsafe answer.words.map { unsafe String(cString: $0) } ?? NFSError.words(for: code)
            return receiver(.failure(NFSError(code: code, message: words)))
        }
        let count = unsafe Int(answer.result)
        let bytes = unsafe answer.bytes.map { unsafe [UInt8](UnsafeRawBufferPointer(start: $0, count: count)) } ?? []
        unsafe receiver(
            .success(
                Answer(count: count, verifier: answer.verifier, isFinal: answer.is_final != 0, bytes: bytes)))
    }
}
