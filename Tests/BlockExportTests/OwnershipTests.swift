@testable import BlockExport
import Foundation
import Testing

@Suite struct OwnershipTests {
    // Old bitmaps call free what the array, the pool or the database has now: nine tenths of it were zeros in the copy.
    @Test(arguments: StaleLayout.allCases)
    func `what another owner has is never free by the marks of an earlier life`(layout: StaleLayout) throws {
        #expect(try layout.disk().map().free.isEmpty)
    }

    // Otherwise the test above would be content with a survey that finds nothing.
    @Test(arguments: [StaleLayout.arrayOnWholeDisk, .poolOverPartition, .diskDataFormat])
    func `without the other owner most of the same disk is free`(layout: StaleLayout) throws {
        #expect(try layout.earlierLife().map().usedBytes < 24 << 20)
    }

    // RAID disks and pools that span the disk have GPTs of their own inside; a damaged copy is a sign of it.
    @Test func `a GPT that is not whole at both ends is not built upon`() throws {
        let disk = try DiskFile(mebibytes: 64)
        try disk.run("sfdisk", ["-q", disk.path], input: "label: gpt\nstart=2048,size=126976\n")
        try disk.run("mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=1048576", disk.path, "62m"])
        #expect(try disk.map().usedBytes < 24 << 20)
        try disk.write([0xFF], at: (64 << 20) - 512 + 60)
        #expect(try disk.map().free.isEmpty)
    }
}
