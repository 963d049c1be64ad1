internal import Synchronization

/// Which certificates are trusted. XAPI's are self-signed as a rule: the first one that a host shows is trusted from
/// then on, and another one is refused, as ssh does it. Who calls keeps them, and shows a new one to the operator.
package protocol Pins: Sendable {
    /// The trusted fingerprint: SHA-256 of the certificate, lower-case hexadecimal digits. Nil: never seen.
    ///
    /// - Throws: ``XenError/unpinned(address:reason:)`` when that is not known: then no certificate is a first one.
    func fingerprint(of address: String) throws(XenError) -> String?
    /// A host showed this certificate for the first time.
    ///
    /// - Throws: ``XenError/unpinned(address:reason:)`` or ``XenError/unknownCertificate(address:shown:)`` to refuse it.
    func trust(_ fingerprint: String, of address: String) throws(XenError)
}

/// Pins for as long as the process runs.
package final class PassingPins: Pins {
    private let known = Mutex<[String: String]>([:])

    package init() {}

    package func fingerprint(of address: String) -> String? { known.withLock { $0[address] } }

    package func trust(_ fingerprint: String, of address: String) { known.withLock { $0[address] = fingerprint } }
}
