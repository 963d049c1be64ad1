package import Reassignment
internal import Estate
internal import Foundation
internal import Terminal

/// Looks for the cheapest placement of a pool in a file where every placement has a price. No host is asked, and
/// nothing is changed.
package struct PricedRehearsal: Sendable {
    private let pool: WeighedPool
    private let isChallenge: Bool
    private let begun = ContinuousClock.now

    /// - Parameter name: a file, or `roadef:MODEL,ASSIGNMENT` for the texts of the challenge of 2012.
    /// - Returns: nil where the file is of another form.
    /// - Throws: ``Failure`` for a file that cannot be read, or is damaged.
    package init?(_ name: String) throws {
        isChallenge = name.hasPrefix("roadef:")
        if isChallenge {
            let names = name.dropFirst("roadef:".count).split(separator: ",", omittingEmptySubsequences: false)
            guard names.count == 2 else {
                throw Failure(
                    "read the state", on: name, because: "it names \(names.count) files",
                    next: "say roadef:MODEL,ASSIGNMENT")
            }
            let (model, assignment) = (String(names[0]), String(names[1]))
            pool = try ChallengeText.read(
                model: try BalanceFile.text(model), assignment: try BalanceFile.text(assignment),
                source: (model, assignment))
            return
        }
        guard !name.hasPrefix("ganeti:") else { return nil }
        let text = try BalanceFile.text(name)
        guard text.contains("\"\(WeighedPool.format)\""), Self.format(text) == WeighedPool.format else { return nil }
        pool = try JSONText.decode(WeighedPool.self, from: text, source: name)
    }

    /// - Parameters:
    ///   - seconds: how long it may take, with reading.
    ///   - output: where the plan is written; of the challenge's texts, the assignment.
    /// - Throws: ``Failure`` (refused) for a pool that cannot be counted with, or stands wrongly now.
    package func plan(seconds: Double, output: String?) async throws -> ReassignmentPlan {
        let read = begun.duration(to: .now) / .seconds(1)
        var plan = try await Reassignment.plan(pool, SearchEffort(.seconds(max(0, seconds * 0.99 - read))))
        plan.seconds = begun.duration(to: .now) / .seconds(1)
        guard let output else { return plan }
        let text = isChallenge ? ChallengeText.assignment(plan.places) : try JSONText.encode(plan) + "\n"
        do { try text.write(toFile: output, atomically: true, encoding: .utf8) } catch {
            throw Failure("write the file", on: output, because: "\(error)", next: "name another file")
        }
        return plan
    }

    /// What the file says it is; nil where it does not say it, or is damaged: then its own reader says so.
    private static func format(_ text: String) -> String? {
        struct Head: Decodable { var format: String? }
        do { return try JSONDecoder().decode(Head.self, from: Data(text.utf8)).format } catch { return nil }
    }
}
