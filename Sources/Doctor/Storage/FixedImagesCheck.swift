internal import Estate
package import ImageStores

/// No VHD of an SR is fixed: XenServer's scan of the whole SR fails for one.
package struct FixedImagesCheck: Check {
    private let name: String
    private let open: @Sendable () async throws -> any ImageStore

    package init(_ name: String, open: @escaping @Sendable () async throws -> any ImageStore) {
        self.name = name
        self.open = open
    }

    package func findings() async -> [Finding] {
        do {
            let store = try await open()
            var fixed: [String] = []
            for file in try await store.list() where file.name.hasSuffix(".vhd") {
                if try await VHDCheck.isFixed(file.name, in: store) { fixed.append(file.name) }
            }
            guard !fixed.isEmpty else { return [Finding(.storage, .ok, name, "holds no fixed VHD")] }
            return fixed.map { file in
                Finding(
                    .storage, .problem, name, "\(file) is a fixed VHD, for which the scan of the whole SR fails",
                    hint: "move it out of the SR, scan the SR (xe sr-scan), and copy the disk again as a dynamic VHD")
            }
        } catch {
            return [
                Finding(
                    .storage, name, error, hint: "the SR's files could not be looked at: see the NFS server's export")
            ]
        }
    }
}
