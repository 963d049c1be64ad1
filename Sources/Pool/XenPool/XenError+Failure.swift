internal import Estate
internal import XenAPI

extension XenError {
    func failure(_ attempted: String, on subject: String) -> Failure {
        Failure(attempted, on: subject, because: because, next: hint, exit: exit)
    }

    private var because: String {
        guard case .api(let code, let parameters) = self else { return "\(self)" }
        let details = parameters.filter { !$0.isEmpty && !$0.hasPrefix("OpaqueRef:") }
        let words = XenWords.sentence(code, details)
        return words.map { "\($0) (\(code))" } ?? "\(self)"
    }

    private var exit: Exit {
        switch self {
        case .api("TASK_CANCELLED", _): .interrupted
        case .api("OTHER_OPERATION_IN_PROGRESS", _): .busy
        case .certificateChanged, .unknownCertificate, .unpinned: .refused
        case .endUnseen, .taskVanished: .unproved
        case .api(let code, _) where XenWords.refusals.contains(code): .refused
        default: .error
        }
    }
}
