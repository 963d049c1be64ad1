import Balancer
import Estate
import Foundation
import Testing

@testable import Operations

/// What the console says of a night that is on the disk.
@Suite struct KeptNightTests {
    private func night(_ more: String, entries: String = "[]") throws -> KeptNight {
        let run = #"{"format":"p2v-balance-run/1","startedAt":1000,"endedAt":2000,"entries":\#(entries)}"#
        return try JSONDecoder().decode(KeptNight.self, from: Data("{\"run\":\(run)\(more)}".utf8))
    }

    // A page that is green of a night that was red, or of one of last week, calls nobody.
    @Test func `a night is good only when all of it was, and not for long`() throws {
        let soon = Moment(seconds: 2000 + 3600)
        #expect(try night("").trouble(at: soon) == nil)
        #expect(try night("").trouble(at: Moment(seconds: 2000 + 37 * 3600))?.contains("37 hours") == true)
        #expect(try night(#","refreshes":[{"what":"scan","failure":"away"}]"#).trouble(at: soon) == "scan failed")
        #expect(
            try night(#","refreshes":[{"what":"scan"}],"notSeen":"hosta"}"#.dropLast().description).trouble(at: soon)
                == "hosta")
        #expect(try night(#","unsettled":{"dns":"x"}"#).trouble(at: soon) != nil)
        let failed = #"[{"vm":"a","from":"x","to":"y","outcome":"failed","detail":""}]"#
        #expect(try night("", entries: failed).trouble(at: soon) == "1 moves failed")
    }
}
