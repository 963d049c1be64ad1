internal import CNFS
internal import Foundation

/// A mounted libnfs context, destroyed with its owner.
/// Safe: the pointer is made here, used only on the export's queue, and destroyed with this object.
@safe final class NFSContext {
    let pointer: OpaquePointer

    init(url: String, timeout: Int) throws(NFSError) {
        guard let pointer = unsafe nfs_init_context() else {
            throw NFSError(code: ENOMEM, message: "libnfs has no memory for a context")
        }
        unsafe self.pointer = pointer
        guard let parsed = unsafe nfs_parse_url_dir(pointer, url) else {
            throw NFSError(code: EINVAL, message: "\(url) is not nfs://server/export")
        }
        defer { unsafe nfs_destroy_url(parsed) }
        guard let server = unsafe parsed.pointee.server, let path = unsafe parsed.pointee.path else {
            throw NFSError(code: EINVAL, message: "\(url) names no server or no export")
        }
        unsafe nfs_set_timeout(pointer, Int32(timeout * 1000))
        unsafe nfs_set_dircache(pointer, 0)
        let result = unsafe nfs_mount(pointer, server, path)
        guard result >= 0 else { throw error("mount", result) }
    }

    /// The error of the call that just returned `result`; read at once, before another call replaces it.
    func error(_ name: String, _ result: Int32) -> NFSError {
        let words = unsafe nfs_get_error(pointer).map { unsafe String(cString: $0) } ?? ""
        return NFSError(code: -result, message: "\(name): \(words.isEmpty ? NFSError.words(for: -result) : words)")
    }

    deinit { unsafe nfs_destroy_context(pointer) }
}
