internal import Estate
package import ImageStores

/// Every VHD of an SR is one that XenServer's scan takes: the scan of the whole SR fails for one that is not, and names
/// one without a reason.
package struct ImagesCheck: Check {
    private let name: String
    private let open: @Sendable () async throws -> any ImageStore

    package init(_ name: String, open: @escaping @Sendable () async throws -> any ImageStore) {
        self.name = name
        self.open = open
    }

    package func findings() async -> [Finding] {
        do {
            let store = try await open()
            let names = Set(try await store.list().map(\.name))
            var found: [Finding] = []
            for file in names.sorted() where file.hasSuffix(".vhd") {
                for problem in try await VHDScan.problems(of: file, in: store, among: names) {
                    found.append(broken(file, problem))
                }
            }
            return found.isEmpty ? [Finding(.storage, .ok, name, "every VHD's own structure is whole")] : found
        } catch {
            return [
                Finding(
                    .storage, name, error, hint: "the SR's files could not be looked at: see the NFS server's export")
            ]
        }
    }

    private func broken(_ file: String, _ problem: String) -> Finding {
        Finding(
            .storage, .problem, name, "\(file): \(problem)",
            hint:
                "where no VM uses it, move it out of the SR and scan the SR (xe sr-scan); a copy of p2v's is made again as "
                + "a dynamic VHD")
    }
}
