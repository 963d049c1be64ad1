import Estate
import Testing

@testable import Operations

@Suite struct ImagePlaceTests {
    private func place(_ url: String, on sr: String) -> String? {
        let repository = StorageRepository(name: "sr", url: sr, totalBytes: 0, freeBytes: 0, isDefault: true)
        return ImageGuard.place(of: url, [repository])?.1
    }

    /// An image that is not found on its SR is not watched, and its VM stays down after its host's death.
    @Test func `an image on a mounted SR is found by its path`() {
        #expect(place("/srv/sr/dns01.raw", on: "file:///srv/sr") == "dns01.raw")
        #expect(place("file:///srv/sr/dns01.raw", on: "file:///srv/sr/") == "dns01.raw")
        #expect(place("nfs://nfs1/sr/dns01.raw", on: "nfs://nfs1/sr?uid=0") == "dns01.raw")
    }

    @Test func `an image elsewhere is not`() {
        #expect(place("/srv/sr/deep/dns01.raw", on: "file:///srv/sr") == nil)
        #expect(place("/srv/sr2/dns01.raw", on: "file:///srv/sr") == nil)
        #expect(place("nfs://nfs2/sr/dns01.raw", on: "nfs://nfs1/sr") == nil)
    }
}
