internal import Estate
internal import Glibc

/// A resolved address.
struct Endpoint: Sendable, Hashable {
    /// `AF_INET` or `AF_INET6`.
    var family: Int32
    /// The sockaddr, byte for byte.
    var bytes: [UInt8]

    /// Looks the host up; waits for the resolver where it is a name.
    ///
    /// - Throws: ``Failure`` where there is no such host.
    init(_ spec: ProbeSpec) throws(Failure) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(spec.host, String(spec.port), &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0, let first = list?.pointee, let address = first.ai_addr else {
            throw Failure(
                "find the host of the probe", on: spec.description,
                because: status == 0 ? "it has no address" : String(cString: gai_strerror(status)),
                next: "check the name, or write the address", exit: .refused)
        }
        family = first.ai_family
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(first.ai_addrlen)))
    }

    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        bytes.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: sockaddr.self) { body($0.baseAddress!, socklen_t(bytes.count)) }
        }
    }
}
