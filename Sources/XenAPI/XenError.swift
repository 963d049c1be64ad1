/// What went wrong between p2v and XAPI.
package enum XenError: Error, Sendable, Hashable {
    /// XAPI answered with an error: its code and parameters, as the reference lists them.
    case api(code: String, parameters: [String])
    /// Nothing was sent: no address answers.
    case unreachable(address: String, reason: String)
    /// The connection broke; whether the call was carried out is unknown.
    case broken(address: String, reason: String)
    /// Something answered that is not XAPI, or not the whole of it.
    case malformed(address: String, reason: String)
    /// The server shows another certificate than the one that was trusted before.
    case certificateChanged(address: String, trusted: String, shown: String)
    /// The server shows a certificate for the first time, and nobody who may has said that it is trusted.
    case unknownCertificate(address: String, shown: String)
    /// Which certificate is trusted is not known, or cannot be written down.
    case unpinned(address: String, reason: String)
    /// The task is gone, and with it the answer.
    case taskVanished(task: String)
    /// The task is known and nobody answered for long: whether its work was done is unknown.
    case endUnseen(reason: String)

    package var code: String? {
        if case .api(let code, _) = self { code } else { nil }
    }

    package func isCode(_ codes: String...) -> Bool { code.map(codes.contains) ?? false }
}

extension XenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .api(let code, let parameters):
            Self.readable(parameters).map { "\(code) (\($0))" } ?? code
        case .unreachable(let address, let reason): "\(address) does not answer: \(reason)"
        case .broken(let address, let reason): "the connection to \(address) broke: \(reason)"
        case .malformed(let address, let reason): "\(address) does not answer as XAPI does: \(reason)"
        case .certificateChanged(let address, let trusted, let shown):
            "\(address) shows the certificate \(shown); trusted was \(trusted)"
        case .unknownCertificate(let address, let shown):
            "\(address) shows a certificate that nobody has trusted yet: SHA-256 \(shown)"
        case .unpinned(let address, let reason): "the certificate of \(address) is not trusted: \(reason)"
        case .taskVanished: "the server no longer knows the task that it gave for the work"
        case .endUnseen(let reason): "how the work ended is unknown: \(reason)"
        }
    }

    /// References are of no use to anybody who reads them.
    private static func readable(_ parameters: [String]) -> String? {
        let words = parameters.filter { !$0.isEmpty && !$0.hasPrefix("OpaqueRef:") }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
