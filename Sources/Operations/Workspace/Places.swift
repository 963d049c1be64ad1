internal import Foundation

/// Where p2v's own files are, the same for every command: XDG's folders for users, `/etc/p2v` and `/var/lib/p2v` for the
/// system.
///
/// ```
/// an option → a variable → this user's own file → the system's → where this user's own file would be
/// ```
///
/// The system's store is root's: who else works here keeps a store of his own, since a store tells how to attack a room.
package struct Places: Sendable {
    /// One file, and why it is this one.
    package struct Place: Encodable, Sendable, Hashable {
        package var what: String
        package var file: String
        package var because: String
        package var isThere: Bool
    }

    private static let (systemFiles, systemState) = ("/etc/p2v", "/var/lib/p2v")

    private let environment: [String: String]
    private let isRoot: Bool
    private let exists: @Sendable (String) -> Bool

    /// - Parameter exists: whether a file is there that this user may see.
    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment, isRoot: Bool = geteuid() == 0,
        exists: @escaping @Sendable (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
    ) {
        (self.environment, self.isRoot, self.exists) = (environment, isRoot, exists)
    }

    /// - Parameter option: what the command line says.
    package func pool(_ option: String?) -> Place {
        place(
            "pool file", named(option, "--pool", "P2V_POOL"), own: config("pool.yaml"),
            system: "\(Self.systemFiles)/pool.yaml", isSystems: exists("\(Self.systemFiles)/pool.yaml") || isInstalled)
    }

    package func store(_ option: String?) -> Place {
        place(
            "store", named(option, "--store", "P2V_STORE"), own: data("p2v.sqlite"),
            system: "\(Self.systemState)/p2v.sqlite", isSystems: isInstalled)
    }

    package var ratings: Place {
        let system = "\(Self.systemFiles)/ratings.csv"
        return place(
            "ratings", named(nil, "", "P2V_RATINGS"), own: config("ratings.csv"), system: system,
            isSystems: exists(system))
    }

    /// What an option or else a variable says; nil where neither does.
    package func given(_ option: String?, _ variable: String) -> String? { option ?? value(variable) }

    /// All of them.
    package func all(pool: String?, store: String?) -> [Place] {
        let pool = self.pool(pool)
        let pins = Place(
            what: "certificates", file: pool.file + ".pins", because: "beside the pool file",
            isThere: exists(pool.file + ".pins"))
        return [pool, pins, self.store(store), ratings]
    }

    /// Root works for the system once the system has folders of p2v's.
    private var isInstalled: Bool { isRoot && (exists(Self.systemFiles) || exists(Self.systemState)) }

    private func named(_ option: String?, _ name: String, _ variable: String) -> (file: String, because: String)? {
        given(option, variable).map { ($0, option == nil ? variable : name) }
    }

    private func place(
        _ what: String, _ named: (file: String, because: String)?, own: String, system: String, isSystems: Bool
    ) -> Place {
        if let named {
            return Place(what: what, file: named.file, because: named.because, isThere: exists(named.file))
        }
        if exists(own) { return Place(what: what, file: own, because: "this user's", isThere: true) }
        if isSystems { return Place(what: what, file: system, because: "the system's", isThere: exists(system)) }
        return Place(what: what, file: own, because: "this user's, not there yet", isThere: false)
    }

    private func config(_ name: String) -> String { folder("XDG_CONFIG_HOME", ".config") + "/p2v/" + name }
    private func data(_ name: String) -> String { folder("XDG_DATA_HOME", ".local/share") + "/p2v/" + name }

    /// A relative path in XDG's variables is to be ignored, says XDG.
    private func folder(_ variable: String, _ usual: String) -> String {
        if let folder = value(variable), folder.hasPrefix("/") { return folder }
        return (value("HOME") ?? NSHomeDirectory()) + "/" + usual
    }

    private func value(_ variable: String) -> String? { environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
}

/// The answer of `p2v config`: the document `p2v-config/1`.
package struct PlacesDocument: Encodable, Sendable {
    package let format = "p2v-config/1"
    package let files: [Places.Place]

    package init(_ files: [Places.Place]) { self.files = files }
}
