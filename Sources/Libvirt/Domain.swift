internal import CLibvirt
internal import Glibc

/// A domain (virDomainPtr): a VM as one daemon knows it.
/// Safe: the pointer holds a reference of its own, given back when this object goes.
@safe package final class Domain: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit { unsafe virDomainFree(pointer) }

    package enum State: String, Sendable, Hashable {
        case running, blocked, paused, shuttingDown, shutOff, crashed, suspended, unknown

        init(_ number: Int32) {
            self =
                switch UInt32(bitPattern: number) {
                case VIR_DOMAIN_RUNNING.rawValue: .running
                case VIR_DOMAIN_BLOCKED.rawValue: .blocked
                case VIR_DOMAIN_PAUSED.rawValue: .paused
                case VIR_DOMAIN_SHUTDOWN.rawValue: .shuttingDown
                case VIR_DOMAIN_SHUTOFF.rawValue: .shutOff
                case VIR_DOMAIN_CRASHED.rawValue: .crashed
                case VIR_DOMAIN_PMSUSPENDED.rawValue: .suspended
                default: .unknown
                }
        }
    }

    package var name: String { unsafe virDomainGetName(pointer).map { unsafe String(cString: $0) } ?? "" }

    package var uuid: String {
        var text = [CChar](repeating: 0, count: Int(VIR_UUID_STRING_BUFLEN))
        return unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe virDomainGetUUIDString(pointer, buffer.baseAddress) == 0 ? String(cString: buffer.baseAddress!) : ""
        }
    }

    /// Where the memory of a machine is that moves by post-copy, as the reason for its state tells.
    package enum Memory: String, Sendable, Hashable {
        case whole
        /// Part of it is on the other host, and travels.
        case split
        /// Part of it is on the other host, and the way between the two has broken.
        case torn

        init(_ state: Int32, _ reason: Int32) {
            self =
                switch (UInt32(bitPattern: state), UInt32(bitPattern: reason)) {
                case (VIR_DOMAIN_PAUSED.rawValue, VIR_DOMAIN_PAUSED_POSTCOPY.rawValue),
                    (VIR_DOMAIN_RUNNING.rawValue, VIR_DOMAIN_RUNNING_POSTCOPY.rawValue):
                    .split
                case (VIR_DOMAIN_PAUSED.rawValue, VIR_DOMAIN_PAUSED_POSTCOPY_FAILED.rawValue),
                    (VIR_DOMAIN_RUNNING.rawValue, VIR_DOMAIN_RUNNING_POSTCOPY_FAILED.rawValue):
                    .torn
                default: .whole
                }
        }
    }

    package func state() async throws(LibvirtError) -> State { try await condition().state }

    /// The state, and whether all of the memory is here: one answer of the daemon for both.
    package func condition() async throws(LibvirtError) -> (state: State, memory: Memory) {
        let (state, reason) = try await stateAndReason()
        return (State(state), Memory(state, reason))
    }

    /// It runs since it was started here, which p2v does held still at first; false for one that came by a migration, or
    /// does not run.
    package func wasBootedHere() async throws(LibvirtError) -> Bool {
        let (state, reason) = try await stateAndReason()
        return UInt32(bitPattern: state) == VIR_DOMAIN_RUNNING.rawValue
            && [VIR_DOMAIN_RUNNING_BOOTED.rawValue, VIR_DOMAIN_RUNNING_UNPAUSED.rawValue]
                .contains(UInt32(bitPattern: reason))
    }

    private func stateAndReason() async throws(LibvirtError) -> (Int32, Int32) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var (state, reason): (Int32, Int32) = (0, 0)
            try unsafe Check.number(virDomainGetState(pointer, &state, &reason, 0), "virDomainGetState")
            return (state, reason)
        }
    }

    /// The definition. `inactive` asks for what the next start will use, with the passwords of its consoles: whoever
    /// defines it anew from a text without them opens the console to everybody. Such a text is for its owner's eyes.
    package func xml(inactive: Bool = false) async throws(LibvirtError) -> String {
        try await unsafe call { (pointer) throws(LibvirtError) in
            let flags = inactive ? UInt32(VIR_DOMAIN_XML_INACTIVE.rawValue | VIR_DOMAIN_XML_SECURE.rawValue) : 0
            return try unsafe Check.text(virDomainGetXMLDesc(pointer, flags), "virDomainGetXMLDesc")
        }
    }

    @discardableResult
    func call<Value: Sendable>(
        _ body: @escaping @Sendable (OpaquePointer) throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        try await Blocking.run { () throws(LibvirtError) in try unsafe body(self.pointer) }
    }
}
