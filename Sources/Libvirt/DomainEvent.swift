internal import CLibvirt

/// Something that happened to a domain, with the time at which the callback ran.
package struct DomainEvent: Sendable, Hashable {
    package var domain: String
    package var uuid: String
    package var kind: Kind
    /// CLOCK_MONOTONIC, taken in the callback.
    package var monotonicNanoseconds: UInt64

    package enum Kind: Sendable, Hashable {
        case lifecycle(Lifecycle, Detail)
        /// A new pass over the memory began (QEMU counts from 1).
        case migrationIteration(Int)
        case jobCompleted([String: TypedValue])
    }

    package enum Lifecycle: String, Sendable, Hashable {
        case defined, undefined, started, suspended, resumed, stopped, shutDown, pmSuspended, crashed, unknown
    }

    /// Why, where migration tells it apart.
    package enum Detail: String, Sendable, Hashable {
        case migration, postCopy, postCopyFailed, failed, other
    }
}

extension DomainEvent.Kind {
    /// - Parameters: virDomainEventType and its own detail enumeration.
    init(event: Int32, detail: Int32) {
        let kind = UInt32(bitPattern: event)
        let reason = UInt32(bitPattern: detail)
        self =
            switch kind {
            case VIR_DOMAIN_EVENT_DEFINED.rawValue: .lifecycle(.defined, .other)
            case VIR_DOMAIN_EVENT_UNDEFINED.rawValue: .lifecycle(.undefined, .other)
            case VIR_DOMAIN_EVENT_STARTED.rawValue:
                .lifecycle(.started, reason == VIR_DOMAIN_EVENT_STARTED_MIGRATED.rawValue ? .migration : .other)
            case VIR_DOMAIN_EVENT_SUSPENDED.rawValue: .lifecycle(.suspended, Self.suspension(reason))
            case VIR_DOMAIN_EVENT_RESUMED.rawValue: .lifecycle(.resumed, Self.resumption(reason))
            case VIR_DOMAIN_EVENT_STOPPED.rawValue: .lifecycle(.stopped, Self.stop(reason))
            case VIR_DOMAIN_EVENT_SHUTDOWN.rawValue: .lifecycle(.shutDown, .other)
            case VIR_DOMAIN_EVENT_PMSUSPENDED.rawValue: .lifecycle(.pmSuspended, .other)
            case VIR_DOMAIN_EVENT_CRASHED.rawValue: .lifecycle(.crashed, .other)
            default: .lifecycle(.unknown, .other)
            }
    }

    private static func suspension(_ reason: UInt32) -> DomainEvent.Detail {
        switch reason {
        case VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED.rawValue: .migration
        case VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY.rawValue: .postCopy
        case VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED.rawValue: .postCopyFailed
        default: .other
        }
    }

    private static func resumption(_ reason: UInt32) -> DomainEvent.Detail {
        switch reason {
        case VIR_DOMAIN_EVENT_RESUMED_MIGRATED.rawValue: .migration
        case VIR_DOMAIN_EVENT_RESUMED_POSTCOPY.rawValue: .postCopy
        default: .other
        }
    }

    private static func stop(_ reason: UInt32) -> DomainEvent.Detail {
        switch reason {
        case VIR_DOMAIN_EVENT_STOPPED_MIGRATED.rawValue: .migration
        case VIR_DOMAIN_EVENT_STOPPED_FAILED.rawValue: .failed
        default: .other
        }
    }
}
