import Estate
import TestSupport
import Testing

@testable import DiskCopying

/// A limit is edited while copies run, in a hurry.
@Suite struct `Damaged limits` {
    @Test func `are read or refused in words`() async throws {
        let good = [
            "50M\n", "08:00-18:00 5M\n18:00-08:00 none\n", "22:30-05:00 1.5G\n12M\n",
            "Mon-08:00,512k 19:00,10M 23:00,off",
        ].map { Array($0.utf8) }
        let faults = try await DamagedBytes.tried("limit", good) { bytes in
            do {
                _ = try RateSchedule(String(decoding: bytes, as: UTF8.self)).limitNow
                return nil
            } catch is Failure { return nil } catch { return "an error without words: \(error)" }
        }
        #expect(faults.isEmpty, "\(faults)")
    }
}
