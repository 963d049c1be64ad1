extension XenError {
    /// What an operator can do about it, in one sentence.
    package var hint: String {
        switch self {
        case .api(let code, _): Self.hints[code] ?? Self.family(code)
        case .unreachable: "check the addresses in the pool file, and that port 443 is open to this machine"
        case .broken: "look at the pool (p2v pool) before you repeat it: the call may have been carried out"
        case .malformed: "check that the address is a XenServer or XCP-ng host, with no proxy in between"
        case .certificateChanged:
            "compare it with the host's own (xe host-get-server-certificate); if the change is right, remove the "
                + "address's line from the file of pins beside the pool file"
        case .unknownCertificate:
            "compare it with the host's own (xe host-get-server-certificate), then run it once with --accept-new, or write "
                + "the line ADDRESS SHA-256 into the file of pins beside the pool file"
        case .unpinned:
            "make the file of pins readable and its folder writable for p2v, with a line ADDRESS SHA-256 for each host; "
                + "a line that you take out is trusted anew"
        case .taskVanished: "the server was restarted, or somebody removed the task; look at the pool before repeating"
        case .endUnseen: "look at the pool (p2v pool) when it answers, before you repeat it: the work may be done"
        }
    }

    private static func family(_ code: String) -> String {
        if code.hasPrefix("SR_BACKEND_FAILURE") {
            return "see /var/log/SMlog on the pool's coordinator; one broken *.vhd makes the scan of a whole SR fail"
        }
        if code.hasPrefix("VM_LACKS_FEATURE") || code.hasPrefix("VM_MISSING_PV_DRIVERS") {
            return "install the guest tools (xe-guest-utilities) in the guest, and start it again"
        }
        if code.hasPrefix("HOST_EVACUATE") || code.hasPrefix("CANNOT_EVACUATE") {
            return "see which machine cannot leave the host, and move or stop it first"
        }
        return "see the error in the XenAPI reference, and /var/log/xensource.log on the coordinator"
    }

    static let hints: [String: String] = [
        "SESSION_AUTHENTICATION_FAILED":
            "check user and password; p2v does not try again, since repeated failures may lock the account",
        "SESSION_INVALID": "log in again",
        "HOST_IS_SLAVE": "name the pool's coordinator first in the pool file",
        "HOST_STILL_BOOTING": "wait until the host has started its toolstack",
        "RBAC_PERMISSION_DENIED": "give the user the role pool-operator or pool-admin",
        "LICENCE_RESTRICTION": "the edition in use does not allow this; see the pool's licence",
        "SR_FULL": "free space on the SR, or name another in the plan",
        "SR_HAS_NO_PBDS": "plug the SR on the pool's hosts (xe pbd-plug)",
        "SR_NOT_ATTACHED": "plug the SR on the host (xe pbd-plug)",
        "SR_OPERATION_NOT_SUPPORTED": "the SR's type cannot do this; use an NFS or ext SR",
        "SR_BACKEND_FAILURE_40":
            "a VHD of the SR is broken or of the fixed kind, and hides all others; the error names it: move its file out "
            + "of the SR, and scan again",
        "SR_BACKEND_FAILURE_44": "free space on the SR, or name another in the plan",
        "SR_BACKEND_FAILURE_46": "the VDI is missing or cannot be attached; see xe vdi-list and the SR's files",
        "SR_BACKEND_FAILURE_47": "the SR's storage is not reachable from the host; check the NFS server",
        "SR_BACKEND_FAILURE_181": "the metadata of the SR's LVM cannot be read; see /var/log/SMlog on the coordinator",
        "VDI_IN_USE": "another operation uses the image; wait until it has ended, or stop the machine that uses it",
        "VDI_NOT_AVAILABLE": "the image is attached elsewhere, or a broken attachment was left; see xe vdi-list",
        "VDI_MISSING": "the file of the VDI is gone; scan the SR (xe sr-scan)",
        "VDI_READONLY": "use a copy of the image that may be written",
        "UUID_INVALID": "the object was removed in the meantime; look at the pool and repeat",
        "HANDLE_INVALID": "the object was removed in the meantime; look at the pool and repeat",
        "HOST_NOT_ENOUGH_FREE_MEMORY": "free memory on the host, or choose another",
        "NO_HOSTS_AVAILABLE": "no host can run it: see memory, shared storage and networks of the hosts",
        "HOST_DISABLED": "end the host's maintenance (p2v return, or xe host-enable)",
        "HOST_NOT_LIVE": "bring the host back, or name another",
        "HOST_OFFLINE": "bring the host back, or name another",
        "HOST_IN_USE": "move or stop what runs on the host first",
        "HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN":
            "high availability could not restart everything any more; lower the tolerated losses or free memory",
        "HA_IS_ENABLED": "high availability forbids this; disable it for the time of the work",
        "VM_INCOMPATIBLE_WITH_THIS_HOST":
            "stop and start the guest so that it takes the pool's CPU level, then move it",
        "VM_REQUIRES_SR": "plug the machine's SR on that host, or move its images with it (across SRs)",
        "VM_REQUIRES_NETWORK": "give that host an interface on the machine's network",
        "VM_REQUIRES_GPU": "the machine is bound to a GPU; take it off, or stop the machine",
        "VM_REQUIRES_VGPU": "the machine is bound to a GPU; take it off, or stop the machine",
        "VM_HAS_PCI_ATTACHED": "take the PCI device off the machine first",
        "VM_HAS_VUSBS": "take the USB device off the machine first",
        "VM_HAS_CHECKPOINT": "remove its checkpoints first",
        "VM_HAS_TOO_MANY_SNAPSHOTS": "remove all but one snapshot before moving across SRs",
        "VM_MIGRATE_FAILED":
            "see /var/log/xensource.log of both hosts; the machine runs where it was unless p2v pool shows otherwise",
        "VM_BAD_POWER_STATE":
            "the machine is in another state than expected; somebody else may have started or stopped it",
        "VM_DUPLICATE_VBD_DEVICE": "two disks were given the same place; correct the definition",
        "VM_IS_PROTECTED": "the machine is protected; end its protection first",
        "VM_OLD_PV_DRIVERS": "update the guest tools in the guest",
        "OTHER_OPERATION_IN_PROGRESS": "wait until the other operation has ended, and repeat",
        "OPERATION_NOT_ALLOWED": "the object's state forbids this now; see its allowed operations",
        "OPERATION_BLOCKED": "somebody blocked this operation on the object (blocked_operations)",
        "TASK_CANCELLED": "it was cancelled",
        "MESSAGE_METHOD_UNKNOWN": "this version of XAPI does not know the call; update the hosts",
        "MESSAGE_PARAMETER_COUNT_MISMATCH": "this version of XAPI wants other parameters",
        "FIELD_TYPE_ERROR": "this version of XAPI wants another type; report it to p2v with the server's version",
        "INTERNAL_ERROR": "see /var/log/xensource.log on the coordinator",
        "CANNOT_CONTACT_HOST": "the coordinator does not reach that host: look at its console and its network",
        "HOST_CANNOT_ATTACH_NETWORK": "give that host an interface on the machine's network, or choose another host",
        "HOST_NOT_ENOUGH_PCPUS": "the machine has more vCPUs than the host has CPUs: give it fewer, or choose another",
        "VM_HVM_REQUIRED": "only machines with a firmware of their own (HVM) can do this",
        "VM_HOST_INCOMPATIBLE_VERSION": "machines move to the same or a newer version only: update that host first",
        "VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION":
            "the machine's virtual hardware is newer than the host: update that host first",
        "VM_REQUIRES_IOMMU": "switch the IOMMU (VT-d, AMD-Vi) on in that host's firmware, or choose another host",
        "NETWORK_SRIOV_INSUFFICIENT_CAPACITY": "that host has no free SR-IOV function: choose another host",
        "VM_BIOS_STRINGS_ALREADY_SET": "a machine's DMI strings are set once: define the machine anew",
        "INVALID_VALUE": "XAPI refuses a value of the definition; the error names it",
        "VALUE_NOT_SUPPORTED": "this version of XAPI does not support a value of the definition; the error names it",
        "VM_IS_TEMPLATE": "it is a template: make a machine of it first",
        "EVENT_FROM_TOKEN_PARSE_FAILURE": "the coordinator changed; repeat it",
        "MAC_INVALID": "correct the MAC address in the plan",
        "MAC_STILL_EXISTS": "another interface has this MAC address",
        "MEMORY_CONSTRAINT_VIOLATION": "the memory limits contradict each other: static min <= dynamic <= static max",
        "DUPLICATE_VM": "a machine like it exists already",
        "SSL_VERIFY_ERROR": "the hosts do not trust each other's certificates; see xe pool-enable-tls-verification",
        "IMPORT_ERROR": "the image was not taken; see its format and size",
        "VDI_TOO_LARGE": "the image is larger than the SR's format allows (2040 GiB for VHD)",
    ]
}
