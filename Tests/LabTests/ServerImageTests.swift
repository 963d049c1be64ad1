import Estate
import Testing

@testable import Lab

@Suite struct ServerImageTests {
    /// A stale image would be tested in place of the one that the recipe describes.
    @Test func `a changed recipe or key leads to another image`() {
        let image = ServerImage(folder: "/i", recipe: "r", publicKey: "k")
        #expect(image == ServerImage(folder: "/i", recipe: "r", publicKey: "k"))
        #expect(image.disk != ServerImage(folder: "/i", recipe: "r2", publicKey: "k").disk)
        #expect(image.disk != ServerImage(folder: "/i", recipe: "r", publicKey: "k2").disk)
        #expect(image.disk.hasPrefix("/i/dns01-"))
    }
}
