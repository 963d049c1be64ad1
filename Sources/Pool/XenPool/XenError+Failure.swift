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
        case .certificateChanged: .refused
        case .api(let code, _) where XenWords.refusals.contains(code): .refused
        default: .error
        }
    }
}

/// XAPI's commonest errors, in words.
enum XenWords {
    static let refusals: Set<String> = [
        "SR_FULL", "HOST_NOT_ENOUGH_FREE_MEMORY", "VM_REQUIRES_SR", "HOST_DISABLED", "VM_BAD_POWER_STATE",
        "SESSION_AUTHENTICATION_FAILED", "RBAC_PERMISSION_DENIED", "HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN",
    ]

    static func sentence(_ code: String, _ details: [String]) -> String? {
        switch code {
        case "HOST_NOT_ENOUGH_FREE_MEMORY":
            "the host has not enough memory: " + mebibytes(details, "it needs ", " MiB, free are ", " MiB")
        case "SR_FULL": "the SR is full: " + mebibytes(details, "asked for ", " MiB, free are ", " MiB")
        case "VM_BAD_POWER_STATE" where details.count >= 2: "it is \(details[1]), not \(details[0])"
        case "VM_REQUIRES_SR": "its storage is not attached to that host"
        case "VDI_IN_USE": "its image is in use"
        case "HOST_NOT_LIVE", "HOST_OFFLINE": "the host does not live"
        case "HOST_DISABLED": "the host is in maintenance"
        case "SR_HAS_NO_PBDS", "SR_NOT_ATTACHED": "the SR is not plugged on any host"
        case "OTHER_OPERATION_IN_PROGRESS": "another operation runs on it"
        case "SESSION_AUTHENTICATION_FAILED": "user or password is wrong"
        case "RBAC_PERMISSION_DENIED": "the user may not do this: \(details.joined(separator: ", "))"
        case "OPERATION_BLOCKED": "the operation is blocked: \(details.joined(separator: ", "))"
        default: nil
        }
    }

    private static func mebibytes(_ details: [String], _ one: String, _ two: String, _ three: String) -> String {
        let sizes = details.compactMap { UInt64($0) }.map { $0 >> 20 }
        return sizes.count >= 2 ? "\(one)\(sizes[0])\(two)\(sizes[1])\(three)" : details.joined(separator: ", ")
    }
}
