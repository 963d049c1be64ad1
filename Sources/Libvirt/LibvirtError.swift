internal import CLibvirt
internal import Glibc

/// What libvirt said of a call that failed, read on the thread of the call at once.
package struct LibvirtError: Error, Sendable, Hashable, CustomStringConvertible {
    /// virErrorNumber, or ``timedOut``.
    package var code: Int32
    /// virErrorDomain: which driver reported it.
    package var domain: Int32
    package var message: String
    /// The C function that failed.
    package var call: String

    package init(code: Int32, domain: Int32, message: String, call: String) {
        self.code = code
        self.domain = domain
        self.message = message
        self.call = call
    }

    package var description: String { "\(call): \(message) (libvirt error \(code))" }

    /// Our own code: the call did not answer in time.
    package static let timedOut: Int32 = -1

    /// There is no such domain.
    package var isMissingDomain: Bool { code == Int32(VIR_ERR_NO_DOMAIN.rawValue) }
    /// The job was aborted on request.
    package var isAborted: Bool { code == Int32(VIR_ERR_OPERATION_ABORTED.rawValue) }
    /// The daemon cannot do this at all.
    package var isUnsupported: Bool {
        [VIR_ERR_NO_SUPPORT, VIR_ERR_OPERATION_UNSUPPORTED, VIR_ERR_ARGUMENT_UNSUPPORTED, VIR_ERR_CONFIG_UNSUPPORTED]
            .contains { code == Int32($0.rawValue) }
    }
    /// The daemon cannot do this in the domain's present state.
    package var isWrongState: Bool { code == Int32(VIR_ERR_OPERATION_INVALID.rawValue) }
    /// The connection is gone or never came to be.
    package var isConnectionLoss: Bool {
        code == Self.timedOut
            || [
                VIR_ERR_NO_CONNECT, VIR_ERR_RPC, VIR_ERR_SYSTEM_ERROR, VIR_ERR_INVALID_CONN, VIR_ERR_AUTH_FAILED,
                VIR_ERR_GNUTLS_ERROR, VIR_ERR_NO_SERVER, VIR_ERR_INTERNAL_ERROR,
            ].contains { code == Int32($0.rawValue) }
                && domain != Int32(VIR_FROM_QEMU.rawValue)
    }

    /// The error that the last libvirt call on this thread left.
    static func last(_ call: String) -> LibvirtError {
        guard let error = unsafe virGetLastError() else {
            return LibvirtError(code: 0, domain: 0, message: "no reason was given", call: call)
        }
        let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "no reason was given"
        return unsafe LibvirtError(
            code: error.pointee.code, domain: error.pointee.domain, message: message, call: call)
    }
}

/// Checks libvirt's two ways to say "failed": a negative number and a null pointer.
enum Check {
    @discardableResult
    static func number(_ result: Int32, _ call: String) throws(LibvirtError) -> Int32 {
        if result < 0 { throw .last(call) }
        return result
    }

    static func pointer<Pointee>(_ result: Pointee?, _ call: String) throws(LibvirtError) -> Pointee {
        guard let result else { throw .last(call) }
        return result
    }

    /// A string that libvirt allocated: copied and freed.
    static func text(_ result: UnsafeMutablePointer<CChar>?, _ call: String) throws(LibvirtError) -> String {
        let pointer = try unsafe pointer(result, call)
        defer { unsafe free(pointer) }
        return unsafe String(cString: pointer)
    }
}
