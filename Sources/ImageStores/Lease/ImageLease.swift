internal import Estate
internal import Foundation

/// Keeps two p2v away from one image: `NAME.lease` beside it, made by a step that only one can win, also on NFS.
///
/// It names its owner. That of a process which is gone from this machine for certain is taken over; any other is refused:
/// of another machine, or of one whose state nobody here can tell.
///
/// ```
/// none     ─ name mine ─→ held
/// dead one ─ NAME.lease.after-ID, which one process can make ─ still the dead one? ─ mine in its place, in one step → held
/// ```
package actor ImageLease {
    /// What an operator says to break a lease whose file is empty or torn.
    static let unreadableID = "unreadable"

    let store: any ImageStore
    let name: String
    let owner: LeaseOwner
    let here: ProcessIdentity
    /// The option with which an operator says that another machine's lease is dead.
    let option: String

    /// Takes the lease.
    ///
    /// - Parameters:
    ///   - unlock: the id of a lease that the operator knows to be dead.
    ///   - purpose: who does what under it, for whoever finds it taken.
    ///   - option: the option that takes `unlock`, for the words of a refusal.
    ///   - here: this process.
    /// - Throws: ``Failure`` (busy) with the owner, since when it holds the lease, and what unlocks it.
    package init(
        of image: String, in store: any ImageStore, unlock: String? = nil, purpose: String? = nil,
        option: String = "--unlock", here: ProcessIdentity = .here
    ) async throws {
        self.store = store
        self.option = option
        self.here = here
        name = image + ".lease"
        owner = LeaseOwner(
            here, id: String(UUID().uuidString.prefix(8)).lowercased(), since: Date().timeIntervalSince1970,
            purpose: purpose)
        let mine = "\(name).\(owner.id)"
        try await store.writeJSON(owner, as: mine)
        do { try await take(mine, unlock) } catch {
            // What stays of it after another failure is a file that nobody reads.
            try? await store.removeJSON(mine)
            throw error
        }
    }

    /// Nothing happens where it was given back before, or broken by an operator.
    package func release() async throws {
        guard case .owner(let found) = try await found(), found == owner else { return }
        try await store.remove(name)
    }

    /// Gives the lease back as far as that is possible, also in a task that was cancelled: what stays is taken over once this
    /// process has ended.
    package func giveBack() async { await Task { try? await release() }.value }

    private func take(_ mine: String, _ unlock: String?) async throws {
        for _ in 0..<3 {
            switch try await found() {
            case .none: if try await nameMine(mine) { return }
            case .owner(let other) where other == owner:
                // The answer to the step that named it was lost.
                try await store.remove(mine)
                return
            case .owner(let other):
                let verdict = LeaseVerdict(of: other, seenFrom: here)
                guard other.id == unlock || verdict == .gone else { throw busy(other, verdict) }
                if try await takeOver(.owner(other), mine) { return }
            case .unreadable:
                guard unlock == Self.unreadableID else { throw torn() }
                if try await takeOver(.unreadable, mine) { return }
            }
        }
        throw Failure(
            "take the lease", on: store.location(of: name), because: "others take it at the same time",
            next: "wait until they have ended", exit: .busy)
    }

    /// False when another one was first.
    private func nameMine(_ mine: String) async throws -> Bool {
        do {
            try await store.rename(mine, to: name)
            return true
        } catch {
            guard try await store.exists(name) else { throw error }
            return false
        }
    }
}
