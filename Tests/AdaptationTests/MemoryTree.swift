import Guestfs

@testable import Adaptation

/// A guest's files in memory: what the reader asks of the appliance, answered by a table. Links are followed as the kernel
/// does, and what a draft wants done is done.
struct MemoryTree: GuestTree, Sendable {
    private enum Node: Sendable {
        case file([UInt8])
        case link(String)
        /// A link whose target the file system cannot tell.
        case tornLink
        case folder
    }

    private var nodes: [String: Node] = ["/": .folder]

    init(_ texts: [String: String] = [:]) {
        for (path, text) in texts { self[path] = text }
    }

    /// The text of a file; setting it makes its folders.
    subscript(path: String) -> String? {
        get { bytes(path).map { String(decoding: $0, as: UTF8.self) } }
        set { set(path, Array((newValue ?? "").utf8)) }
    }

    func bytes(_ path: String) -> [UInt8]? {
        guard let real = resolved(path), case .file(let bytes)? = nodes[real] else { return nil }
        return bytes
    }

    /// A path that leads through a link is the file that it leads to.
    mutating func set(_ path: String, _ bytes: [UInt8]) {
        let real = place(path)
        makeFolders(of: real)
        nodes[real] = .file(bytes)
    }

    mutating func link(_ path: String, to target: String) {
        let real = place(path)
        makeFolders(of: real)
        nodes[real] = .link(target)
    }

    mutating func tear(_ path: String) {
        makeFolders(of: path)
        nodes[place(path)] = .tornLink
    }

    mutating func folder(_ path: String) { makeFolders(of: path + "/x") }

    /// All files below a folder.
    func files(below folder: String) -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for (path, node) in nodes where path.hasPrefix(folder + "/") {
            if case .file(let bytes) = node { found[path] = bytes }
        }
        return found
    }

    func contains(_ path: String) -> Bool { status(of: path) != nil }

    private mutating func makeFolders(of path: String) {
        var folder = Applier.folder(of: path)
        while folder != "/", nodes[folder] == nil {
            nodes[folder] = .folder
            folder = Applier.folder(of: folder)
        }
    }

    /// The path with the links of its folders followed; its last part stays.
    private func place(_ path: String) -> String {
        let folder = Applier.folder(of: path)
        guard let name = path.split(separator: "/").last else { return "/" }
        let real = resolved(folder) ?? folder
        return real == "/" ? "/\(name)" : "\(real)/\(name)"
    }

    // MARK: What is asked

    func status(of path: String) -> FileStatus? {
        guard let node = nodes[place(path)] else { return nil }
        switch node {
        case .file(let bytes):
            return FileStatus(kind: .regular, mode: 0o644, owner: 0, group: 0, bytes: UInt64(bytes.count))
        case .link, .tornLink: return FileStatus(kind: .symbolicLink, mode: 0o777, owner: 0, group: 0, bytes: 1)
        case .folder: return FileStatus(kind: .directory, mode: 0o755, owner: 0, group: 0, bytes: 4096)
        }
    }

    func resolved(_ path: String) -> String? { resolved(path, 40) }

    private func resolved(_ path: String, _ left: Int) -> String? {
        guard left > 0 else { return nil }
        var done = ""
        let parts = path.split(separator: "/").map { String($0) }
        for (number, part) in parts.enumerated() {
            if part == ".." {
                done = done.split(separator: "/").dropLast().map { "/\($0)" }.joined()
                continue
            }
            let next = "\(done)/\(part)"
            guard let node = nodes[next] else { return nil }
            if case .tornLink = node { return nil }
            if case .link(let target) = node {
                let rest = ([target] + parts[(number + 1)...]).joined(separator: "/")
                return resolved(target.hasPrefix("/") ? rest : "\(done)/\(rest)", left - 1)
            }
            done = next
        }
        return done.isEmpty ? "/" : done
    }

    func read(_ path: String, limit: Int) throws(GuestfsError) -> [UInt8]? {
        guard let real = resolved(path), let node = nodes[real] else { return nil }
        guard case .file(let bytes) = node else { throw GuestfsError("read", "it is not a file", .unsafeFile) }
        return bytes
    }

    func read(_ path: String, from offset: UInt64, count: Int) throws(GuestfsError) -> [UInt8] {
        Array((bytes(path) ?? []).dropFirst(Int(offset)).prefix(count))
    }

    func names(in directory: String) -> [String] {
        guard let real = resolved(directory) else { return [] }
        let start = real == "/" ? "/" : real + "/"
        return nodes.keys.filter { $0 != "/" && $0.hasPrefix(start) && !$0.dropFirst(start.count).contains("/") }
            .map { String($0.dropFirst(start.count)) }.sorted()
    }

    func glob(_ pattern: String) -> [String] {
        var found = [""]
        for part in pattern.split(separator: "/").map({ String($0) }) {
            found = found.flatMap { folder -> [String] in
                guard part.contains("*") else { return contains("\(folder)/\(part)") ? ["\(folder)/\(part)"] : [] }
                return names(in: folder.isEmpty ? "/" : folder).filter { Glob.matches($0, part) }.map {
                    "\(folder)/\($0)"
                }
            }
        }
        return found.sorted()
    }

    func target(ofLink path: String) throws(GuestfsError) -> String {
        guard case .link(let target)? = nodes[place(path)] else {
            throw GuestfsError("readlink", "Structure needs cleaning", .library(errno: 117))
        }
        return target
    }

    func checksum(of path: String) throws(GuestfsError) -> String { "\(bytes(path) ?? [])" }

    // MARK: What is done

    mutating func apply(_ draft: Draft) {
        for operation in draft.operations where !draft.isRepeated(operation) {
            switch operation {
            case .write(let path, _): set(resolved(path) ?? path, draft.facts.files[path]?.content ?? [])
            case .link(let path, let target): link(path, to: target)
            case .setAside(let path): nodes[place(path)] = nil
            case .copy(let path, let target): set(target, bytes(path) ?? [])
            case .addDrivers(let plan): add(plan)
            case .rebuild, .moveBackupTable: continue
            }
        }
    }

    private mutating func add(_ plan: DriverPlan) {
        let modules = plan.modules.map { ($0.path, bytes("\(plan.folder)/\($0.path)") ?? []) }
        let archive = DriverArchive(plan: plan, modules: Dictionary(uniqueKeysWithValues: modules)).bytes
        let real = resolved(plan.initramfs) ?? plan.initramfs
        let old = Array((bytes(real) ?? []).prefix(Int(plan.originalBytes)))
        let filling = [UInt8](repeating: 0, count: (4 - old.count % 4) % 4)
        set(real, plan.placement == .appended ? old + filling + archive : archive + old)
    }
}
