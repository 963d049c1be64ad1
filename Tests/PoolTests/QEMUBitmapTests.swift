import Foundation
import Testing

@testable import Pool

/// A bitmap that has missed a write makes an increment that is not the disk.
@Suite struct QEMUBitmapTests {
    /// `query-block` of QEMU 7.2, cut to what is read.
    private static let answer = """
        {"return": [
          {"device": "", "qdev": "/machine/peripheral/virtio-disk0/virtio-backend", "inserted": {
            "node-name": "libvirt-1-format", "file": "/sr/v1.raw", "dirty-bitmaps": [
              {"name": "p2v-2", "recording": true, "persistent": false, "busy": false, "granularity": 65536, "count": 1},
              {"name": "p2v-1", "recording": false, "persistent": false, "busy": false, "granularity": 65536, "count": 0},
              {"name": "p2v-3", "recording": true, "inconsistent": true, "persistent": true, "busy": false, "count": 0},
              {"recording": true, "persistent": false, "busy": true, "granularity": 65536, "count": 0}]}},
          {"device": "", "qdev": "sata0-0-1", "removable": true}], "id": "libvirt-9"}
        """

    private func devices() throws -> [QEMUDevice] {
        try #require(try JSONDecoder().decode(QEMUAnswer<[QEMUDevice]>.self, from: Data(Self.answer.utf8)).value)
    }

    @Test func `only bitmaps that counted every write are believed`() throws {
        #expect(try devices()[0].soundBitmaps == ["p2v-2"])
        #expect(try devices()[1].soundBitmaps == [])
    }

    @Test func `a disk is found by its whole alias`() throws {
        let devices = try devices()
        #expect(devices[0].isDevice("virtio-disk0") && devices[1].isDevice("sata0-0-1"))
        #expect(!devices[0].isDevice("virtio-disk") && !devices[1].isDevice("virtio-disk0"))
    }

    @Test func `QEMU's refusal is no answer`() throws {
        let text = #"{"id": "libvirt-9", "error": {"class": "GenericError", "desc": "Bitmap already exists"}}"#
        let answer = try JSONDecoder().decode(QEMUAnswer<[QEMUDevice]>.self, from: Data(text.utf8))
        #expect(answer.value == nil && answer.error?.desc == "Bitmap already exists")
    }

    @Test func `names are data in what QEMU is told`() throws {
        let order = try QEMUOrder.add("a\"},{\"x", on: "n").text
        let object = try JSONSerialization.jsonObject(with: Data(order.utf8)) as? [String: Any]
        #expect((object?["arguments"] as? [String: Any])?["name"] as? String == "a\"},{\"x")
        #expect(object?.count == 2)
    }
}
