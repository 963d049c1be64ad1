internal import CLibvirt

/// A connection to one libvirt daemon (virConnectPtr). libvirt's objects are counted and safe to share among threads.
/// Safe: the pointer holds a reference of its own, given back when this object goes; calls cannot outlive it.
@safe package final class LibvirtConnection: @unchecked Sendable {
    let pointer: OpaquePointer
    package let uri: String

    private init(_ pointer: OpaquePointer, uri: String) {
        unsafe self.pointer = pointer
        self.uri = uri
    }

    deinit { unsafe virConnectClose(pointer) }

    /// Opens a connection and turns keepalive on: a dead peer is noticed after about `interval × count` seconds.
    ///
    /// - Parameters:
    ///   - uri: `qemu+tls://hosta/system`, `xen:///system`, `test:///default`.
    ///   - limit: how long to wait; libvirt itself would wait for TCP's own minutes.
    package static func open(
        _ uri: String, within limit: Duration = .seconds(10), keepAliveInterval interval: Int32 = 5,
        keepAliveCount count: UInt32 = 3
    ) async throws(LibvirtError) -> LibvirtConnection {
        Libvirt.eventLoop
        return try await Blocking.run(within: limit, call: "virConnectOpen") { () throws(LibvirtError) in
            let connection = unsafe LibvirtConnection(
                try Check.pointer(virConnectOpen(uri), "virConnectOpen"), uri: uri)
            // Local drivers have no keepalive and say so: nothing to guard there.
            _ = unsafe virConnectSetKeepAlive(connection.pointer, interval, count)
            return connection
        }
    }

    /// False once the daemon or the way to it is known to be gone. Asks nobody.
    package var isAlive: Bool { unsafe virConnectIsAlive(pointer) == 1 }

    func call<Value: Sendable>(
        _ body: @escaping @Sendable (OpaquePointer) throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        try await Blocking.run { () throws(LibvirtError) in try unsafe body(self.pointer) }
    }
}
