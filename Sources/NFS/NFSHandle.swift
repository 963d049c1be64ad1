internal import CNFS
internal import Foundation

/// An open file as its server is asked about it.
/// Safe: the pointer is libnfs' and used only on the export's queue, until the export closes the file.
@safe final class NFSHandle: FileServer {
    let path: String
    let pointer: OpaquePointer
    private let context: NFSContext

    init(_ pointer: OpaquePointer, _ path: String, _ context: NFSContext) {
        self.path = path
        unsafe self.pointer = pointer
        self.context = context
    }

    var most: Int { context.most }
    var connection: UInt64? { context.connection }

    func read(_ part: Range<UInt64>, then: @escaping (Result<ReadAnswer, NFSError>) -> Void) {
        unsafe context.start { result in
            then(self.named("read", result.map { ReadAnswer(bytes: $0.bytes, isEnd: $0.isFinal) }))
        } _: { request in
            unsafe cnfs_read(context.pointer, self.pointer, part.lowerBound, UInt32(part.count), request)
        }
    }

    func write(
        _ bytes: [UInt8], _ range: Range<Int>, at offset: UInt64,
        then: @escaping (Result<WriteAnswer, NFSError>) -> Void
    ) {
        unsafe context.start { result in
            then(
                self.named(
                    "write",
                    result.map {
                        WriteAnswer(
                            count: $0.count, keeper: Keeper(verifier: $0.verifier, isOnDisk: $0.isFinal))
                    }))
        } _: { request in
            unsafe bytes.withUnsafeBytes { all in
                unsafe cnfs_write(
                    context.pointer, pointer, all.baseAddress! + range.lowerBound, offset, UInt32(range.count), request)
            }
        }
    }

    func commit(then: @escaping (Result<UInt64, NFSError>) -> Void) {
        unsafe context.start {
            then(self.named("commit", $0.map(\.verifier)))
        } _: { request in
            unsafe cnfs_commit(context.pointer, pointer, request)
        }
    }

    private func named<T>(_ verb: String, _ result: Result<T, NFSError>) -> Result<T, NFSError> {
        result.mapError { NFSError(code: $0.code, message: "\(verb) \(path): \($0.message)") }
    }
}
