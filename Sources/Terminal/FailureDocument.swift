package import Estate

/// A failure for programs: the document `p2v-failure/1`, one line on standard error.
package struct FailureDocument: Encodable {
    private let format = "p2v-failure/1"
    private let attempted: String
    private let on: String
    private let because: String
    private let next: String
    private let exit: Int32

    package init(_ failure: Failure) {
        (attempted, on, because) = (failure.attempted, failure.subject, failure.because)
        (next, exit) = (failure.next, failure.exit.rawValue)
    }
}
