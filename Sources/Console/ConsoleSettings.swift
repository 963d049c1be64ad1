/// How a console was begun.
package struct ConsoleSettings: Sendable {
    /// On which it is reached.
    package var port: UInt16
    /// What opens it for those who look, see ``Console/makeToken()``.
    package var viewing: String
    /// What opens it for those who act; nil: nobody acts here.
    package var operating: String?
    /// p2v's own file, which previews and acts.
    package var program: String
    /// The folder of the nights' reports; nil: not known.
    package var reports: String?
    package var policy: String?
    /// The campaign's file; nil: none is shown.
    package var campaign: String?
    /// The plan's file; nil: none is shown.
    package var plan: String?

    package init(port: UInt16, viewing: String, operating: String? = nil, program: String, reports: String? = nil) {
        (self.port, self.viewing, self.operating) = (port, viewing, operating)
        (self.program, self.reports) = (program, reports)
    }
}
