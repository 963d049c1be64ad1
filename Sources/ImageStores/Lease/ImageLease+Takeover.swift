internal import Estate
internal import Foundation

extension ImageLease {
    /// What the lease's file says.
    enum Found: Sendable, Hashable {
        case none
        case owner(LeaseOwner)
        /// Empty, torn or foreign: a machine lost power while it was written, or something else wrote it.
        case unreadable

        var id: String {
            switch self {
            case .none: ""
            case .owner(let owner): owner.id
            case .unreadable: ImageLease.unreadableID
            }
        }
    }

    func found(_ file: String? = nil) async throws -> Found {
        guard let bytes = try await store.smallFile(file ?? name) else { return .none }
        guard let owner = try? JSONDecoder().decode(LeaseOwner.self, from: Data(bytes)), owner.canBeTrue else {
            return .unreadable
        }
        return .owner(owner)
    }

    /// Puts mine in the place of a dead one. One process at a time may follow one dead lease, and only while that is still
    /// there: so a lease that was taken meanwhile is never replaced.
    ///
    /// - Returns: false when another one was first.
    func takeOver(_ dead: Found, _ mine: String) async throws -> Bool {
        let rights = try await claim(after: dead.id)
        guard let right = rights.last else { return false }
        guard try await found() == dead else {
            try await store.remove(right)
            return false
        }
        try await store.replace(name, with: mine)
        // Harmless where they stay: all are about leases that are no more.
        for right in rights { try? await store.remove(right) }
        try? await store.removeJSON("\(name).\(dead.id)")
        return true
    }

    /// Makes the file that allows to follow a dead lease; where its maker died in between, the one that allows to follow that.
    /// None is ever removed by another than whoever came last, so that two never hold one right.
    ///
    /// - Returns: the files, mine last; empty when another one was first.
    private func claim(after dead: String) async throws -> [String] {
        var rights = ["\(name).after-\(dead)"]
        while rights.count < 8, let right = rights.last {
            if try await make(right) { return rights }
            guard case .owner(let other) = try await found(right), LeaseVerdict(of: other, seenFrom: here) == .gone
            else { return [] }
            rights.append("\(name).after-\(other.id)")
        }
        return []
    }

    private func make(_ right: String) async throws -> Bool {
        let claim = "\(right).\(owner.id)"
        try await store.writeJSON(owner, as: claim)
        do { try await store.rename(claim, to: right) } catch {
            try await store.removeJSON(claim)
            guard try await store.exists(right) else { throw error }
            return try await found(right) == .owner(owner)
        }
        return true
    }

    // MARK: Refusals

    func busy(_ other: LeaseOwner, _ verdict: LeaseVerdict) -> Failure {
        let age = max(0, Int(Date().timeIntervalSince1970 - other.since))
        let since = Date(timeIntervalSince1970: other.since).formatted(.iso8601)
        let doing = other.purpose.map { " for \($0)" } ?? ""
        let who = "process \(other.process) on \(other.host) has held it for \(age) s, since \(since)\(doing)"
        let (more, dead) =
            switch verdict {
            case .unknown(let reason):
                ("; whether it still runs is not known: \(reason)", "if ps on \(other.host) shows no such p2v")
            case .elsewhere: ("", "if that machine, or p2v on it, is dead for certain")
            case .alive, .gone: ("", "if it hangs, end it first; if it is dead for certain")
            }
        return Failure(
            "take the lease", on: store.location(of: name), because: who + more,
            next: "wait until it has ended; \(dead), say \(option) \(other.id)", exit: .busy)
    }

    func torn() -> Failure {
        Failure(
            "take the lease", on: store.location(of: name),
            because: "its file is empty, torn or not of this p2v: nobody can tell whose it is",
            next: "if no p2v of any machine works on this, say \(option) \(Self.unreadableID)", exit: .busy)
    }
}
