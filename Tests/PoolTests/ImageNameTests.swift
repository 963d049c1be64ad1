internal import Testing

@testable internal import Pool

@Suite struct ImageNameTests {
    private func same(_ one: String, _ other: String, distinct: Set<String> = []) -> Bool {
        ImageName(one).isSame(as: ImageName(other), distinctServers: distinct)
    }

    /// One image under two names would be started twice.
    @Test func `names of one image are the same`() {
        #expect(same("nfs://nfs1/sr/a.raw", "nfs://nfs1//sr/./a.raw"))
        #expect(same("/srv/a.raw", "file:///srv/a.raw"))
        #expect(same("nfs://nfs1/sr/a.raw", "nfs://10.77.0.2/sr/a.raw"))
    }

    /// Two repositories of the configuration are two servers, even where exports have the same name.
    @Test func `different images are different`() {
        #expect(!same("nfs://nfs1/sr/a.raw", "nfs://nfs1/sr/b.raw"))
        #expect(!same("nfs://nfs1/sr/a.raw", "/sr/a.raw"))
        #expect(!same("nfs://nfs1/sr/a.raw", "nfs://nfs2/sr/a.raw", distinct: ["nfs1", "nfs2"]))
    }
}
