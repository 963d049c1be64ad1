/// An appliance that was launched while the service still worked, and adapts the copies after the last pass.
package protocol StandingAdaptation: Sendable {
    /// - Returns: nil when it is not fit: nothing was changed, and another appliance has to do it.
    /// - Throws: what the adaptation itself throws.
    func adapt() async throws -> ConversionTools.Adapted?

    /// Ends it; harmless when it has ended.
    func dismiss() async
}
