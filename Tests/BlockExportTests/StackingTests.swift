@testable import BlockExport
import Foundation
import TestSupport
import Testing

@Suite struct StackingTests {
    private static let mebibytes = 32

    // Disks live several times: whatever was there before must not decide what is left out of a copy. The ends of this
    // small disk are not kept, so that only the proof counts. Two hundred with P2V_THOROUGH=1.
    @Test func `of disks used twice over a copy holds all that the second owner reads`() throws {
        var random = SeededRandom(2026)
        let writer = LifeWriter()
        var somethingIsFree = 0
        let disks = Rounds.count(80, thorough: 200)
        for _ in 0..<disks {
            let disk = try DiskFile(mebibytes: Self.mebibytes)
            let lives = [Life(using: &random), Life(using: &random)]
            let first = try writer.write(lives[0], on: disk.bytes)
            let second = try writer.write(lives[1], on: disk.bytes)
            try disk.write(first.pieces + second.pieces)
            let free = try disk.map(keptEnds: 0).free
            let owned = AllocationMap(size: disk.bytes, free: second.owned).free
            #expect(AllocationMap.intersection(free, owned) == [], "first \(lives[0]); then \(lives[1])")
            somethingIsFree += free.isEmpty ? 0 : 1
        }
        // Otherwise nothing was tested.
        #expect(somethingIsFree >= disks / 20)
    }
}
