/// # Estate: the words
///
/// Values that every module shares, and nothing else: no I/O, no YAML, no clock.
///
/// ```
/// servers ─Scanner→ ServerProfile ─Planner→ Demand ┐
/// pool ────Pool───→ Host, Machine ─────────────────┴Planner→ Plan (a file that a person reviews)
/// Plan ─Converter→ ConversionRecord → Machine ─LiveMigration→ MigrationReport
/// every step → Journal
/// ```
/// `Text` and `Time` are the one way to write a number, a cell and a piece of markup, and to read a calendar and a clock.
package enum Release {
    /// The version that `p2v --version` prints.
    package static let version = "0.1.0"
}
