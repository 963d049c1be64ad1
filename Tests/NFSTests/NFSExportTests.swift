import NFS
import Testing

@Suite struct NFSExportTests {
    // A typing error in the pool's file must be told as such.
    @Test(arguments: ["", "http://nfs1/sr", "nfs:", "/sr"])
    func `a URL that is not of NFS is refused`(url: String) async {
        await #expect(throws: NFSError.self) { _ = try await NFSExport(url: url) }
    }
}
