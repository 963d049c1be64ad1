internal import CLibvirt

/// A domain's background job, running or finished (virDomainGetJobStats).
package struct JobStats: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case none, bounded, unbounded, completed, failed, cancelled
        /// A number of a later libvirt: some job.
        case unknown
    }

    package var kind: Kind
    /// By libvirt's names: `time_elapsed`, `memory_remaining`, `downtime`.
    package var values: [String: TypedValue]

    package init(kind: Kind, values: [String: TypedValue]) {
        self.kind = kind
        self.values = values
    }

    package func count(_ name: String) -> UInt64? { values[name]?.count }

    package var elapsedMilliseconds: UInt64? { count(VIR_DOMAIN_JOB_TIME_ELAPSED) }
    package var downtimeMilliseconds: UInt64? { count(VIR_DOMAIN_JOB_DOWNTIME) }
    package var setupMilliseconds: UInt64? { count(VIR_DOMAIN_JOB_SETUP_TIME) }
    package var memoryTotalBytes: UInt64? { count(VIR_DOMAIN_JOB_MEMORY_TOTAL) }
    package var memoryProcessedBytes: UInt64? { count(VIR_DOMAIN_JOB_MEMORY_PROCESSED) }
    package var memoryRemainingBytes: UInt64? { count(VIR_DOMAIN_JOB_MEMORY_REMAINING) }
    package var memoryBytesPerSecond: UInt64? { count(VIR_DOMAIN_JOB_MEMORY_BPS) }
    package var pageBytes: UInt64? { count(VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE) }
    package var iteration: UInt64? { count(VIR_DOMAIN_JOB_MEMORY_ITERATION) }
    package var throttlePercent: UInt64? { count(VIR_DOMAIN_JOB_AUTO_CONVERGE_THROTTLE) }

    /// Bytes the guest dirties in a second; libvirt counts pages.
    package var dirtyBytesPerSecond: UInt64? {
        count(VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE).map { $0 &* (pageBytes ?? 4096) }
    }
}

extension Domain {
    /// The running job, or the last finished one. **Finished statistics vanish with the first read.**
    package func jobStats(completed: Bool = false) async throws(LibvirtError) -> JobStats {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var kind: Int32 = 0
            var parameters: virTypedParameterPtr?
            var count: Int32 = 0
            let flags = completed ? UInt32(VIR_DOMAIN_JOB_STATS_COMPLETED.rawValue) : 0
            try unsafe Check.number(
                virDomainGetJobStats(pointer, &kind, &parameters, &count, flags), "virDomainGetJobStats")
            defer { unsafe virTypedParamsFree(parameters, count) }
            return unsafe JobStats(
                kind: JobStats.Kind(kind), values: TypedValue.dictionary(parameters, count: Int(count)))
        }
    }
}

extension JobStats.Kind {
    fileprivate init(_ number: Int32) {
        self =
            switch UInt32(bitPattern: number) {
            case VIR_DOMAIN_JOB_BOUNDED.rawValue: .bounded
            case VIR_DOMAIN_JOB_UNBOUNDED.rawValue: .unbounded
            case VIR_DOMAIN_JOB_COMPLETED.rawValue: .completed
            case VIR_DOMAIN_JOB_FAILED.rawValue: .failed
            case VIR_DOMAIN_JOB_CANCELLED.rawValue: .cancelled
            case VIR_DOMAIN_JOB_NONE.rawValue: .none
            default: .unknown
            }
    }
}
