internal import Estate
internal import Foundation

/// Keeps two p2v away from one image: `NAME.lease` beside it, made by a step that only one can win, also on NFS.
///
/// It names its owner. That of a process which is gone on this machine, or from before its last boot, is taken over; that
/// of another machine is refused, since nobody here can tell whether it still works.
package actor ImageLease {
    struct Owner: Sendable, Hashable, Codable {
        var format = "p2v-lease/1"
        /// Random; names this very lease.
        var id: String
        var host: String
        var boot: String
        var process: Int32
        /// When the process began, in clock ticks since the boot: process numbers are used again.
        var began: String
        /// Seconds since 1970.
        var since: Double
        /// Who does what under it, in plain words; nil of an image that is copied.
        var purpose: String?
    }

    private let store: any ImageStore
    private let name: String
    private var owner: Owner
    /// The option with which an operator says that another machine's lease is dead.
    private let option: String

    /// Takes the lease.
    ///
    /// - Parameters:
    ///   - unlock: the id of a lease of another machine that the operator knows to be dead.
    ///   - purpose: who does what under it, for whoever finds it taken.
    ///   - option: the option that takes `unlock`, for the words of a refusal.
    /// - Throws: ``Failure`` (busy) with the owner and the lease's age.
    package init(
        of image: String, in store: any ImageStore, unlock: String? = nil, purpose: String? = nil,
        option: String = "--unlock"
    ) async throws {
        self.store = store
        self.option = option
        name = image + ".lease"
        owner = Self.here()
        owner.purpose = purpose
        let mine = "\(name).\(owner.id)"
        try await store.writeJSON(owner, as: mine)
        do {
            try await take(mine, unlock)
        } catch {
            try? await store.removeJSON(mine)
            throw error
        }
    }

    package func release() async throws {
        guard try await store.readJSON(Owner.self, from: name) == owner else { return }
        try await store.remove(name)
    }

    /// Gives the lease back as far as that is possible, also in a task that was cancelled: what stays is taken over once this
    /// process has ended.
    package func giveBack() async { await Task { try? await release() }.value }

    private func take(_ mine: String, _ unlock: String?) async throws {
        for _ in 0..<3 {
            if try await !store.exists(name), (try? await store.rename(mine, to: name)) != nil { return }
            guard let other = try await store.readJSON(Owner.self, from: name) else { continue }
            guard other.id == unlock || Self.isGone(other) else { throw busy(other) }
            // Only one can rename it away; and what was renamed must be what was judged.
            let aside = "\(name).\(owner.id).old"
            guard (try? await store.rename(name, to: aside)) != nil else { continue }
            if try await store.readJSON(Owner.self, from: aside) != other {
                try? await store.rename(aside, to: name)
                continue
            }
            try await store.remove(aside)
        }
        throw Failure(
            "take the lease", on: store.location(of: name), because: "others take it at the same time",
            next: "wait until they have ended", exit: .busy)
    }

    private func busy(_ other: Owner) -> Failure {
        let age = max(0, Int(Date().timeIntervalSince1970 - other.since))
        let held = other.purpose == nil ? "has held this image" : "has held it"
        return Failure(
            "take the lease", on: store.location(of: name),
            because: "process \(other.process) on \(other.host) \(held) for \(age) s"
                + (other.purpose.map { ": \($0)" } ?? ""),
            next: "wait until it has ended; if that machine is dead for certain, say \(option) \(other.id)", exit: .busy
        )
    }

    // MARK: Processes

    private static func here() -> Owner {
        let process = getpid()
        return Owner(
            id: String(UUID().uuidString.prefix(8)).lowercased(), host: ProcessInfo.processInfo.hostName, boot: boot,
            process: process, began: began(process) ?? "", since: Date().timeIntervalSince1970)
    }

    /// The boot, and the process namespace: the same number is another process in another container.
    private static var boot: String {
        let boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
        let space = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
        return boot.trimmingCharacters(in: .whitespacesAndNewlines) + " " + space
    }

    private static func isGone(_ other: Owner) -> Bool {
        let mine = here()
        if other.boot == mine.boot { return began(other.process) != other.began }
        return other.host == mine.host && other.boot.prefix(36) != mine.boot.prefix(36)
    }

    /// Field 22 of /proc/PID/stat, counted from after the name, which may hold anything.
    private static func began(_ process: Int32) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? String(fields[19]) : nil
    }
}
