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
package enum Release {
    /// The version that `p2v --version` prints.
    package static let version = "0.1.0"
}
