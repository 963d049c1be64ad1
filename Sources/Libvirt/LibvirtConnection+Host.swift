internal import CLibvirt
internal import Glibc

extension LibvirtConnection {
    /// The driver: `QEMU`, `Xen`, `TEST`.
    package func driver() async throws(LibvirtError) -> String {
        try await unsafe call { (pointer) throws(LibvirtError) in
            unsafe String(cString: try Check.pointer(virConnectGetType(pointer), "virConnectGetType"))
        }
    }

    /// The host's own name.
    package func hostName() async throws(LibvirtError) -> String {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.text(virConnectGetHostname(pointer), "virConnectGetHostname")
        }
    }

    /// The daemon's version: `9.0.0`.
    package func libraryVersion() async throws(LibvirtError) -> String {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var number: UInt = 0
            try unsafe Check.number(virConnectGetLibVersion(pointer, &number), "virConnectGetLibVersion")
            return Libvirt.versionText(number)
        }
    }

    /// The hypervisor's version: `10.0.2` of QEMU. Nil where the driver does not know.
    package func hypervisorVersion() async throws(LibvirtError) -> String? {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var number: UInt = 0
            try unsafe Check.number(virConnectGetVersion(pointer, &number), "virConnectGetVersion")
            return number == 0 ? nil : Libvirt.versionText(number)
        }
    }

    package func node() async throws(LibvirtError) -> Node {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var info = virNodeInfo()
            try unsafe Check.number(virNodeGetInfo(pointer, &info), "virNodeGetInfo")
            return Node(cpus: Int(info.cpus), memoryBytes: UInt64(info.memory) * 1024, megahertz: Int(info.mhz))
        }
    }

    /// Bytes of the host's RAM that nothing uses.
    package func freeMemoryBytes() async throws(LibvirtError) -> UInt64 {
        try await unsafe call { (pointer) throws(LibvirtError) in
            let bytes = unsafe virNodeGetFreeMemory(pointer)
            if bytes == 0 { throw .last("virNodeGetFreeMemory") }
            return bytes
        }
    }

    /// The capabilities document: guest types, machine types, the host's CPU.
    package func capabilities() async throws(LibvirtError) -> String {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.text(virConnectGetCapabilities(pointer), "virConnectGetCapabilities")
        }
    }

    /// What a domain of this type and machine may have: CPU models, firmware, devices.
    ///
    /// - Parameter type: `kvm`, `qemu`, `xen`.
    package func domainCapabilities(type: String, machine: String?) async throws(LibvirtError) -> String {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.text(
                virConnectGetDomainCapabilities(pointer, nil, "x86_64", machine, type, 0),
                "virConnectGetDomainCapabilities")
        }
    }

    /// Names of the host's network interfaces, bridges among them, whether up or not.
    ///
    /// - Throws: also where the daemon was built without the interface driver.
    package func interfaceNames() async throws(LibvirtError) -> Set<String> {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var list: UnsafeMutablePointer<virInterfacePtr?>?
            let count = try unsafe Check.number(
                virConnectListAllInterfaces(pointer, &list, 0), "virConnectListAllInterfaces")
            defer { unsafe free(list) }
            return unsafe Self.names(count, list, virInterfaceGetName) { _ = unsafe virInterfaceFree($0) }
        }
    }

    /// Names of libvirt's own networks that are active.
    package func networkNames() async throws(LibvirtError) -> Set<String> {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var list: UnsafeMutablePointer<virNetworkPtr?>?
            let active = UInt32(VIR_CONNECT_LIST_NETWORKS_ACTIVE.rawValue)
            let count = try unsafe Check.number(
                virConnectListAllNetworks(pointer, &list, active), "virConnectListAllNetworks")
            defer { unsafe free(list) }
            return unsafe Self.names(count, list, virNetworkGetName) { _ = unsafe virNetworkFree($0) }
        }
    }

    private static func names(
        _ count: Int32, _ list: UnsafeMutablePointer<OpaquePointer?>?,
        _ name: (OpaquePointer?) -> UnsafePointer<CChar>?, release: (OpaquePointer) -> Void
    ) -> Set<String> {
        unsafe Set(
            (0..<Int(count)).compactMap { unsafe list?[$0] }.compactMap { object in
                defer { unsafe release(object) }
                return unsafe name(object).map { unsafe String(cString: $0) }
            })
    }
}

/// The machine that a daemon runs on.
package struct Node: Sendable, Hashable {
    package var cpus: Int
    package var memoryBytes: UInt64
    package var megahertz: Int
}
