internal import Estate
internal import Foundation
internal import Planner
internal import Store
internal import Terminal

/// What plans are made from and checked against: the store, the pool, files.
enum PlanSources {
    /// The newest profiles of the named servers, or of all.
    static func profiles(_ names: [String], in store: Store) async throws -> [ServerProfile] {
        let all = try await store.profiles()
        guard !names.isEmpty else { return all }
        var seen: Set<String> = []
        return try names.filter { seen.insert($0).inserted }.map { name in
            guard let profile = all.first(where: { $0.name == name }) else {
                throw Failure(
                    "plan", on: Sanitised.text(name),
                    because: "it was never scanned" + Nearest.hint(for: name, among: all.map(\.name)),
                    next: "scan it first: p2v scan ssh://root@\(Sanitised.text(name))", exit: .refused)
            }
            return profile
        }
    }

    /// The pool's hosts, as its file states them.
    static func hosts(of configuration: PoolConfiguration) async throws -> [Estate.Host] {
        let stated = configuration.statedHosts
        guard stated.count == configuration.hosts.count else {
            let missing = configuration.hosts.map(\.name).filter { name in !stated.contains { $0.name == name } }
            throw Failure(
                "read the pool's hosts", on: missing.joined(separator: ", "),
                because: "cpus and memoryMiB are not stated",
                next: "state them under hosts: in the pool file", exit: .refused)
        }
        return stated
    }

    static func plan(at path: String) throws -> Plan {
        let text = try read(path)
        let plan = try YAMLText.decode(Plan.self, from: text, source: path)
        guard plan.format == Plan.format else {
            throw Failure(
                "read the plan", on: path, because: "its format is \(Sanitised.text(plan.format))",
                next: "this p2v reads \(Plan.format); make the plan again", exit: .refused)
        }
        return plan
    }

    static func read(_ path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure("read", on: path, because: "it cannot be read as text", next: "check the path and its rights")
        }
    }

    static func write(_ text: String, to path: String) throws {
        do {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw Failure(
                "write", on: path, because: "\(error.localizedDescription)", next: "check the folder's rights")
        }
    }
}
