public import Estate

/// What a boot of an adapted image, on an overlay that is thrown away, has shown.
public struct BootTestReport: Sendable, Hashable, Codable {
    public static let format = "p2v-boot-test/1"

    public var format = Self.format
    /// The proof that was asked for came.
    public var proved: Bool
    /// What was waited for: `login prompt`, `dns www.lab.test`.
    public var proof: String
    /// The furthest stage that was reached.
    public var stage: BootStage
    /// Seconds from power-on until the proof, or until the end of the test.
    public var seconds: Double
    /// What ended a failed test: a word of the console, or the limit.
    public var because: String?
    /// The last lines of the serial console.
    public var lastLines: [String]
    /// Where the screenshot is, when one was asked for.
    public var screenshot: String?
    public var firmware: Firmware
}
