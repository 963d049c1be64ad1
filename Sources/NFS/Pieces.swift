internal import Foundation

/// One read or write as the requests that a server's limit makes of it, several of them under way at once.
///
/// What a server did only a part of is asked for again from there. After an error nothing more is asked, and it is told when
/// all that was under way has been answered.
final class Pieces {
    /// What a request came to: bytes from its beginning, and whether the file ends there.
    struct Done {
        var count: Int
        var isEnd = false
    }
    typealias Ask = (_ part: Range<UInt64>, _ then: @escaping (Result<Done, NFSError>) -> Void) -> Void

    /// A call's requests under way at once; a copy has several calls besides.
    static let window = 4

    /// Last one first.
    private var queue: [Range<UInt64>] = []
    private var underWay = 0
    private var failure: NFSError?
    private var waiter: CheckedContinuation<Result<Void, NFSError>, Never>?
    private let name: String
    private let ask: Ask

    /// - Parameters:
    ///   - name: of what is done, for errors: `read /image.raw`.
    ///   - most: bytes of one request.
    init(_ name: String, _ whole: Range<UInt64>, most: Int, ask: @escaping Ask) {
        self.name = name
        self.ask = ask
        var end = whole.upperBound
        while end > whole.lowerBound {
            let last = (end - whole.lowerBound - 1) / UInt64(most) * UInt64(most) + whole.lowerBound
            queue.append(last..<end)
            end = last
        }
    }

    func run() async throws(NFSError) {
        guard !queue.isEmpty else { return }
        let result = await withCheckedContinuation { waiter in
            self.waiter = waiter
            goOn()
        }
        try result.get()
    }

    private func goOn() {
        while failure == nil, underWay < Self.window, let part = queue.popLast() {
            underWay += 1
            ask(part) { self.take($0, of: part) }
        }
        guard underWay == 0, let waiter else { return }
        self.waiter = nil
        waiter.resume(returning: failure.map { .failure($0) } ?? .success(()))
    }

    private func take(_ result: Result<Done, NFSError>, of part: Range<UInt64>) {
        underWay -= 1
        switch result {
        case .failure(let error): failure = failure ?? error
        case .success(let done):
            if done.count < 0 || done.count > part.count {
                fail("the server answered for \(done.count) of \(part.count) bytes")
            } else if done.count < part.count, !done.isEnd {
                if done.count == 0 { fail("the server took no bytes") }
                queue.append((part.lowerBound + UInt64(done.count))..<part.upperBound)
            }
        }
        goOn()
    }

    private func fail(_ words: String) {
        failure = failure ?? NFSError(code: EIO, message: "\(name): \(words)")
    }
}
