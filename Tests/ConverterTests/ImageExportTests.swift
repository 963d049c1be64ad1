import Estate
import Testing

@testable import Converter

/// If these fail, QEMU opens another file than the image, or guesses its format.
@Suite struct `An image served for the appliance` {
    @Test func `names its format, and doubles commas`() throws {
        let arguments = try ImageExport.arguments(url: "nfs://nfs1/sr/a,b.raw", format: "raw", socket: "/t/nbd")
        #expect(arguments.last?.hasPrefix("driver=raw,file.driver=nfs,") == true)
        #expect(arguments.last?.contains("file.server.host=nfs1,file.path=/sr/a,,b.raw,") == true)
    }

    @Test(arguments: ["", "/etc/shadow", "nfs://server", "http://a/b"]) func `must be an nfs URL`(url: String) {
        #expect(throws: Failure.self) { try ImageExport.arguments(url: url, format: "raw", socket: "/t/nbd") }
    }
}
