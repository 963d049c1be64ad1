package import DiskCopying
package import Foundation
internal import ImageStores

extension CopyJob {
    /// Brings a warm copy up to date, once or again and again, in one session with the source.
    ///
    /// - Parameters:
    ///   - end: no pass begins later than this; nil is one pass.
    ///   - every: seconds between two passes.
    ///   - each: hears what a pass did.
    package func sync(
        until end: Date?, every: Double, events: Events = Events(), now: @Sendable () -> Date = { Date() },
        sleep: @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
        each: (ImageCopy.Outcome) throws -> Void
    ) async throws {
        let (store, name) = try await ImageStores.image(target)
        let disk = try await openSource(trace: end != nil, events)
        var request = request(name)
        request.resume = true
        let sync = ImageSync(source: disk, store: store, request: request, report: events.report)
        try await sync.run(
            again: {
                guard let end, now().addingTimeInterval(every) < end else { return false }
                try await sleep(every)
                return true
            }, each: each)
    }
}
