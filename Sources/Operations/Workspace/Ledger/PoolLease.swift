internal import ImageStores

/// The right to move or start VMs of one pool. Whoever takes it releases it; that of a process that has ended is taken
/// over by the next one on the same machine.
package struct PoolLease: Sendable {
    let lease: ImageLease
    package let purpose: String

    package func release() async throws { try await lease.release() }
}
