internal import Estate
internal import ImageStores

/// Images on the SR of VMs that are about to start a second life: held by a lease against any other p2v, and watched for
/// writes, which only a VM that still runs makes.
struct ImageGuard: Sendable {
    private struct Image: Sendable {
        var vm: String
        var store: any ImageStore
        var name: String
        var lease: ImageLease
    }

    private var images: [Image] = []

    /// Why a VM's images cannot be watched from here; nil when all of them can.
    ///
    /// - Parameter disks: as the pool named them when the host lived; nil where that was not seen.
    static func obstacle(_ vm: String, _ disks: [String]?, _ repositories: [StorageRepository]) -> String? {
        guard let disks, !disks.isEmpty else { return "no image of \(vm) is known, so none can be watched" }
        let hidden = disks.filter { place(of: $0, repositories) == nil }
        return hidden.isEmpty
            ? nil : "the image \(hidden.joined(separator: ", ")) of \(vm) cannot be watched from here"
    }

    /// - Parameter disks: VM and image, as the pool names it; those that cannot be watched are passed over.
    /// - Throws: ``Failure`` (busy) when another p2v holds an image; then none is held.
    init(_ disks: [(vm: String, url: String)], repositories: [StorageRepository]) async throws {
        do {
            for disk in disks {
                guard let (repository, name) = Self.place(of: disk.url, repositories) else { continue }
                let store = try await ImageStores.open(repository)
                let lease = try await ImageLease(of: name, in: store)
                images.append(Image(vm: disk.vm, store: store, name: name, lease: lease))
            }
        } catch {
            await release()
            throw error
        }
    }

    /// VMs whose image changed while it was watched.
    func written(within seconds: Double) async throws -> [String] {
        var before: [Double] = []
        for image in images { before.append(try await image.store.modified(image.name)) }
        guard !images.isEmpty else { return [] }
        try await Task.sleep(for: .seconds(seconds))
        var alive: Set<String> = []
        for (image, then) in zip(images, before) where try await image.store.modified(image.name) != then {
            alive.insert(image.vm)
        }
        return alive.sorted()
    }

    func release() async {
        // The command may have been interrupted; what was taken must be given back.
        let leases = images.map(\.lease)
        await Task { for lease in leases { try? await lease.release() } }.value
    }

    /// The SR that holds an image, and its name there; nil for one that lies elsewhere.
    static func place(of url: String, _ repositories: [StorageRepository]) -> (StorageRepository, String)? {
        // An SR that is mounted is file:///path in the pool file, and a path in definitions.
        let base = { (text: String) in
            let place = text.split(separator: "?", maxSplits: 1).first.map(String.init) ?? text
            return place.hasPrefix("file://") ? String(place.dropFirst(7)) : place
        }
        let url = base(url)
        for repository in repositories {
            let folder = base(repository.url).hasSuffix("/") ? base(repository.url) : base(repository.url) + "/"
            guard url.hasPrefix(folder), !url.dropFirst(folder.count).contains("/") else { continue }
            return (repository, String(url.dropFirst(folder.count)))
        }
        return nil
    }
}
