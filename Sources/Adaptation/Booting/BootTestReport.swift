package import Estate

/// What a boot of an adapted image, on an overlay that is thrown away, has shown.
package struct BootTestReport: Sendable, Hashable, Codable {
    package static let format = "p2v-boot-test/1"

    package var format = Self.format
    /// The proof that was asked for came.
    package var proved: Bool
    /// What was waited for: `login prompt`, `dns www.lab.test`.
    package var proof: String
    /// The furthest stage that was reached.
    package var stage: BootStage
    /// Seconds from power-on until the proof, or until the end of the test.
    package var seconds: Double
    /// What ended a failed test: a word of the console, or the limit.
    package var because: String?
    /// The last lines of the serial console.
    package var lastLines: [String]
    /// Where the screenshot is, when one was asked for.
    package var screenshot: String?
    package var firmware: Firmware
    /// What was asked besides; nil where nothing was.
    package var answers: [Answer]?

    /// Of a question that decides nothing.
    package struct Answer: Sendable, Hashable, Codable {
        package var proof: String
        /// Seconds after power-on; nil: it did not come.
        package var seconds: Double?

        package init(proof: String, seconds: Double?) {
            self.proof = proof
            self.seconds = seconds
        }
    }

    package init(
        proved: Bool, proof: String, stage: BootStage, seconds: Double, because: String?, lastLines: [String],
        screenshot: String? = nil, firmware: Firmware, answers: [Answer]? = nil
    ) {
        self.proved = proved
        self.proof = proof
        self.stage = stage
        self.seconds = seconds
        self.because = because
        self.lastLines = lastLines
        self.screenshot = screenshot
        self.firmware = firmware
        self.answers = answers
    }
}
