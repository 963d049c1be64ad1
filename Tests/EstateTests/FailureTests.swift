import Estate
import Testing

/// If this fails, an operator at night reads an error and does not know what to do.
@Suite struct `A failure` {
    @Test func `says what was attempted, on what, why, and what next`() {
        let failure = Failure("copy the disk", on: "dns01", because: "the SR is full", next: "free 3 GiB")
        #expect(failure.description == "could not copy the disk on dns01: the SR is full\n  next: free 3 GiB")
    }

    @Test func `ranks concerns so that the critical ones come first`() {
        #expect([Concern.Severity.warning, .critical, .information].max() == .critical)
    }
}
