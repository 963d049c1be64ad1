package import Adaptation

/// Whose copies start together with this one.
package struct RehearsalCompany: Sendable {
    /// How many they are, this one among them.
    package var count: @Sendable () async -> Int
    /// Waits until the others' copies are there.
    package var join: @Sendable (RehearsedNetwork) async throws -> BootPlace

    package init(
        count: @escaping @Sendable () async -> Int,
        join: @escaping @Sendable (RehearsedNetwork) async throws -> BootPlace
    ) {
        self.count = count
        self.join = join
    }
}
