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
        case "VM_REQUIRES_NETWORK", "HOST_CANNOT_ATTACH_NETWORK": "one of its networks is not on that host"
        case "CANNOT_CONTACT_HOST": "the coordinator does not reach the host"
        case "HOST_STILL_BOOTING": "the host is starting its toolstack"
        case "HOST_NOT_ENOUGH_PCPUS" where details.count >= 2:
            "it has \(details[0]) vCPUs, the host has \(details[1]) CPUs"
        case "HOST_NOT_ENOUGH_PCPUS": "it has more vCPUs than the host has CPUs"
        case "VM_HVM_REQUIRED": "only machines with a firmware of their own can do this"
        case "VM_HOST_INCOMPATIBLE_VERSION": "the host is older than the one that it runs on"
        case "VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION": "the host is too old for its virtual hardware"
        case "VM_INCOMPATIBLE_WITH_THIS_HOST": "it was started with CPU features that the host lacks"
        case "VM_REQUIRES_IOMMU": "it needs an IOMMU, and the host has none that is on"
        case "NETWORK_SRIOV_INSUFFICIENT_CAPACITY": "the host has no free SR-IOV function for it"
        case "VM_BIOS_STRINGS_ALREADY_SET": "its DMI strings were set before"
        case "INVALID_VALUE": "a value is refused: \(details.joined(separator: ": "))"
        case "VALUE_NOT_SUPPORTED": "a value is not supported: \(details.joined(separator: ": "))"
        case "VM_IS_TEMPLATE": "it is a template"
        case "VM_REQUIRES_SR": "its storage is not attached to that host"
        case "VDI_IN_USE": "its image is in use"
        case "HOST_NOT_LIVE", "HOST_OFFLINE": "the host does not live"
        case "SR_BACKEND_FAILURE_40":
            "a VHD of the SR is broken or of the fixed kind: \(details.joined(separator: ", "))"
        case "SR_BACKEND_FAILURE_44": "the SR has no space: \(details.joined(separator: ", "))"
        case "SR_BACKEND_FAILURE_46": "the VDI is not available: \(details.joined(separator: ", "))"
        case "SR_BACKEND_FAILURE_47": "the SR is not available: \(details.joined(separator: ", "))"
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
