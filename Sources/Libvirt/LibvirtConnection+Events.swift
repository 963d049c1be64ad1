internal import CLibvirt

extension LibvirtConnection {
    /// Events of all domains of this daemon, from now on. The stream ends when nobody reads it any more.
    ///
    /// - Throws: when the driver sends no lifecycle events. Events that a driver does not know (Xen has no migration
    ///   iterations) are left out quietly.
    package func events() async throws(LibvirtError) -> AsyncStream<DomainEvent> {
        let (stream, continuation) = AsyncStream.makeStream(of: DomainEvent.self)
        let registered = try await unsafe call { (pointer) throws(LibvirtError) in
            let first = unsafe clibvirt_register_lifecycle(
                pointer, onLifecycle, Listener.box(continuation), Listener.release)
            try Check.number(first, "virConnectDomainEventRegisterAny")
            return unsafe [
                first,
                clibvirt_register_iteration(pointer, onIteration, Listener.box(continuation), Listener.release),
                clibvirt_register_job_completed(pointer, onJobCompleted, Listener.box(continuation), Listener.release),
            ].filter { $0 >= 0 }
        }
        continuation.onTermination = { [self] _ in
            for callback in registered { unsafe virConnectDomainEventDeregisterAny(pointer, callback) }
        }
        return stream
    }
}

/// What libvirt keeps for us between events.
private final class Listener {
    let continuation: AsyncStream<DomainEvent>.Continuation

    private init(_ continuation: AsyncStream<DomainEvent>.Continuation) {
        self.continuation = continuation
    }

    static func box(_ continuation: AsyncStream<DomainEvent>.Continuation) -> UnsafeMutableRawPointer {
        unsafe Unmanaged.passRetained(Listener(continuation)).toOpaque()
    }

    static let release: virFreeCallback = { opaque in
        if let opaque = unsafe opaque { unsafe Unmanaged<Listener>.fromOpaque(opaque).release() }
    }

    static func tell(_ opaque: UnsafeMutableRawPointer?, _ domain: OpaquePointer?, _ kind: DomainEvent.Kind) {
        let now = Libvirt.monotonicNanoseconds()
        guard let opaque = unsafe opaque, let domain = unsafe domain else { return }
        unsafe virDomainRef(domain)
        let named = unsafe Domain(domain)
        unsafe Unmanaged<Listener>.fromOpaque(opaque).takeUnretainedValue().continuation.yield(
            DomainEvent(domain: named.name, uuid: named.uuid, kind: kind, monotonicNanoseconds: now))
    }
}

private let onLifecycle: virConnectDomainEventCallback = { _, domain, event, detail, opaque in
    unsafe Listener.tell(opaque, domain, DomainEvent.Kind(event: event, detail: detail))
    return 0
}

private let onIteration: virConnectDomainEventMigrationIterationCallback = { _, domain, iteration, opaque in
    unsafe Listener.tell(opaque, domain, .migrationIteration(Int(iteration)))
}

private let onJobCompleted: virConnectDomainEventJobCompletedCallback = { _, domain, parameters, count, opaque in
    unsafe Listener.tell(opaque, domain, .jobCompleted(TypedValue.dictionary(parameters, count: Int(count))))
}
