internal import Estate
package import ImageStores

/// An SR answers, has room, can be written, and holds no images that a broken conversion left unfinished.
package struct RepositoryCheck: Check {
    private let name: String
    private let mark: String
    private let open: @Sendable () async throws -> any ImageStore

    /// - Parameter mark: makes the test file's name unique.
    package init(_ name: String, mark: String, open: @escaping @Sendable () async throws -> any ImageStore) {
        self.name = name
        self.mark = mark
        self.open = open
    }

    package func findings() async -> [Finding] {
        do {
            let store = try await open()
            var findings = [room(try await store.space())]
            findings.append(await writing(store))
            findings.append(leftovers(try await store.list()))
            return findings
        } catch {
            return [Finding(.storage, name, error, hint: "check that the server is up and exports it to this machine")]
        }
    }

    private func room(_ space: StoreSpace) -> Finding {
        let text = "\(space.free >> 30) of \(space.total >> 30) GiB free"
        guard space.free * 10 >= space.total else {
            return Finding(.storage, .warning, name, text, hint: "remove what is not needed, or add another SR")
        }
        return Finding(.storage, .ok, name, text)
    }

    private func writing(_ store: any ImageStore) async -> Finding {
        let file = "p2v-doctor-\(mark).part"
        do {
            let created = try await store.create(file, bytes: 4096)
            try await created.close()
            try await store.remove(file)
            return Finding(.storage, .ok, name, "can be written")
        } catch {
            try? await store.remove(file)
            return Finding(.storage, name, error, hint: "check the export's options: rw, no_root_squash")
        }
    }

    private func leftovers(_ files: [StoredFile]) -> Finding {
        let parts = files.filter { $0.name.hasSuffix(".part") && !$0.name.hasPrefix("p2v-doctor-") }
        guard !parts.isEmpty else { return Finding(.storage, .ok, name, "holds no unfinished images") }
        return Finding(
            .storage, .warning, name,
            "holds unfinished images: \(parts.prefix(5).map(\.name).joined(separator: ", "))"
                + (parts.count > 5 ? " and \(parts.count - 5) more" : ""),
            hint: "go on with p2v convert --resume, or remove them")
    }
}
