internal import Dispatch
internal import Foundation

/// Runs blocking calls away from Swift's pool; calls may overlap.
struct BlockingCalls: Sendable {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, attributes: .concurrent)
    }

    func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { waiter in
            queue.async { waiter.resume(with: Result { try body() }) }
        }
    }
}

/// An errno with the call that met it.
struct SystemError: Error, CustomStringConvertible {
    var code: Int32
    var call: String

    /// Call it before anything else can change `errno`.
    static func now(_ call: String) -> SystemError { SystemError(code: errno, call: call) }

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}
