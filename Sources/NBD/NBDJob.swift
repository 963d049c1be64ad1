internal import Foundation

/// A request under way: where its bytes go and who waits for it. Only the loop's thread touches it once it is issued.
/// Safe: the buffer lives as long as the job, and the job as long as libnbd may write to it.
@safe final class NBDJob: @unchecked Sendable {
    enum Kind {
        case read(CheckedContinuation<Result<NBDConnection.Read, NBDError>, Never>)
        case status(CheckedContinuation<Result<[String: [UInt32]], NBDError>, Never>)
        case write(Done)
        case zero(Done)
        case flush(Done)

        typealias Done = CheckedContinuation<Result<Void, NBDError>, Never>
    }

    let kind: Kind
    let offset: UInt64
    let count: Int
    /// A read's or a write's bytes.
    let buffer: UnsafeMutableRawBufferPointer
    var dataBytes = 0
    /// Block status as it came: for each metadata context, lengths and flags in turn.
    var entries: [String: [UInt32]] = [:]
    /// libnbd took the request: from now on its callbacks answer.
    var isIssued = false
    /// Says why the connection was lost, once it is.
    var loss: Loss?
    private var isFinished = false

    init(_ kind: Kind, offset: UInt64, count: Int) {
        self.kind = kind
        self.offset = offset
        self.count = count
        if case .read = kind {
            unsafe buffer = .allocate(byteCount: count, alignment: 4096)
        } else {
            unsafe buffer = unsafe .init(start: nil, count: 0)
        }
    }

    /// A write of these bytes.
    init(_ kind: Kind, offset: UInt64, bytes: ArraySlice<UInt8>) {
        self.kind = kind
        self.offset = offset
        count = bytes.count
        unsafe buffer = .allocate(byteCount: bytes.count, alignment: 4096)
        unsafe buffer.copyBytes(from: bytes)
    }

    deinit { unsafe buffer.deallocate() }

    /// Answers the caller; only the first answer counts.
    func finish(_ error: NBDError?) {
        guard !isFinished else { return }
        isFinished = true
        switch kind {
        case .read(let waiter):
            if let error { return waiter.resume(returning: .failure(error)) }
            unsafe waiter.resume(returning: .success(NBDConnection.Read(bytes: Array(buffer), dataBytes: dataBytes)))
        case .status(let waiter):
            if let error { return waiter.resume(returning: .failure(error)) }
            waiter.resume(returning: .success(entries))
        case .write(let waiter), .zero(let waiter), .flush(let waiter):
            waiter.resume(returning: error.map { .failure($0) } ?? .success(()))
        }
    }
}
