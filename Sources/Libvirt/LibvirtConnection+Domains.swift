internal import CLibvirt
internal import Glibc

extension LibvirtConnection {
    /// All domains, running or not.
    package func domains() async throws(LibvirtError) -> [Domain] {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var list: UnsafeMutablePointer<virDomainPtr?>?
            let count = try unsafe Check.number(
                virConnectListAllDomains(pointer, &list, 0), "virConnectListAllDomains")
            defer { unsafe free(list) }
            return unsafe (0..<Int(count)).compactMap { unsafe list?[$0] }.map { unsafe Domain($0) }
        }
    }

    /// - Throws: an error with ``LibvirtError/isMissingDomain`` when there is none.
    package func domain(named name: String) async throws(LibvirtError) -> Domain {
        try await unsafe call { (pointer) throws(LibvirtError) in
            unsafe Domain(try Check.pointer(virDomainLookupByName(pointer, name), "virDomainLookupByName"))
        }
    }

    package func domain(uuid: String) async throws(LibvirtError) -> Domain {
        try await unsafe call { (pointer) throws(LibvirtError) in
            unsafe Domain(try Check.pointer(virDomainLookupByUUIDString(pointer, uuid), "virDomainLookupByUUIDString"))
        }
    }

    /// Makes a persistent domain known, or replaces the definition of the same name and UUID. Starts nothing.
    package func define(_ xml: String) async throws(LibvirtError) -> Domain {
        try await unsafe call { (pointer) throws(LibvirtError) in
            unsafe Domain(
                try Check.pointer(
                    virDomainDefineXMLFlags(pointer, xml, UInt32(VIR_DOMAIN_DEFINE_VALIDATE.rawValue)),
                    "virDomainDefineXMLFlags"))
        }
    }
}
