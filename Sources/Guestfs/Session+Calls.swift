internal import CGuestfs
internal import Glibc

/// How results of C become values and errors.
extension Session {
    func failure(_ operation: String) -> GuestfsError {
        let message = unsafe guestfs_last_error(handle).map { unsafe String(cString: $0) } ?? "unknown error"
        return unsafe GuestfsError(operation, message, .library(errno: guestfs_last_errno(handle)))
    }

    func check(_ operation: String, _ status: Int32) throws(GuestfsError) {
        if status == -1 { throw failure(operation) }
    }

    func text(_ operation: String, _ pointer: UnsafeMutablePointer<CChar>?) throws(GuestfsError) -> String {
        guard let pointer = unsafe pointer else { throw failure(operation) }
        defer { unsafe free(pointer) }
        return unsafe String(cString: pointer)
    }

    func list(
        _ operation: String, _ pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) throws(GuestfsError) -> [String] {
        guard let pointer = unsafe pointer else { throw failure(operation) }
        defer { unsafe free(pointer) }
        var strings: [String] = []
        var index = 0
        while let string = unsafe pointer[index] {
            unsafe strings.append(String(cString: string))
            unsafe free(string)
            index += 1
        }
        return strings
    }

    /// libguestfs answers tables as key, value, key, value.
    func table(
        _ operation: String, _ pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) throws(GuestfsError) -> [(key: String, value: String)] {
        let flat = try unsafe list(operation, pointer)
        return stride(from: 0, to: flat.count - 1, by: 2).map { (flat[$0], flat[$0 + 1]) }
    }

    /// Calls `body` with a NULL-terminated array of C strings.
    func withList<R>(_ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R) -> R {
        var pointers = unsafe strings.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(&pointers)
    }
}
