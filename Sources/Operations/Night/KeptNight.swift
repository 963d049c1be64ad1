package import Balancer
package import Estate
internal import Foundation

/// A night's report as it was written into the folder of reports (`p2v-night/1`).
package struct KeptNight: Sendable, Decodable {
    package var run: BalanceRunReport
    package struct Refresh: Sendable, Decodable {
        package var what: String
        package var failure: String?
    }

    package var refreshes: [Refresh]?
    package var stays: [BalanceStay]?
    package var hooks: [String]?
    package var notSeen: String?
    package var unsettled: [String: String]?

    /// Hours after which another night should have left a report.
    static let mostHours = 36.0

    /// Why this was no good night, or why it says nothing of the last one; nil when it was.
    package func trouble(at now: Moment) -> String? {
        let refresh = refreshes?.first { $0.failure != nil }.map { "\($0.what) failed" }
        let failed = run.count(.failed)
        let hours = (now.seconds - run.endedAt.seconds) / 3600
        return run.stopped ?? notSeen ?? refresh ?? (failed > 0 ? "\(failed) moves failed" : nil)
            ?? (unsettled?.isEmpty == false ? "earlier moves are not settled" : nil)
            ?? (hours > Self.mostHours ? "no night has left a report for \(Int(hours)) hours" : nil)
    }

    /// The newest of a folder; nil when it has none.
    ///
    /// - Throws: ``Failure`` when the folder or its newest report cannot be read: an older one would pass for last night's.
    package static func newest(in folder: String) throws -> KeptNight? {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw unreadable(folder, error)
        }
        guard let name = names.filter({ $0.hasPrefix("night-") && $0.hasSuffix(".json") }).max() else { return nil }
        let path = folder + "/" + name
        do { return try JSONDecoder().decode(KeptNight.self, from: Data(contentsOf: URL(fileURLWithPath: path))) } catch
        {
            throw unreadable(path, error)
        }
    }

    private static func unreadable(_ path: String, _ error: any Error) -> Failure {
        Failure("read the night's report", on: path, because: "\(error)", next: "check the path and its rights")
    }
}
