import Estate
import Synchronization

@testable import Converter

/// An appliance that stands by, and remembers what it was asked.
final class StandingDouble: StandingAdaptation {
    let asked = Mutex<[String]>([])
    private let isFit: Bool
    private let failure: Failure?

    init(isFit: Bool = true, failure: Failure? = nil) { (self.isFit, self.failure) = (isFit, failure) }

    func adapt() async throws -> ConversionTools.Adapted? {
        asked.withLock { $0.append("adapt") }
        if let failure { throw failure }
        return isFit ? ConversionTools.Adapted(system: "by the one that stood by", changes: 1, concerns: []) : nil
    }

    func dismiss() async { asked.withLock { $0.append("dismiss") } }
}
