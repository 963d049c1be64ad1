package import Estate
package import LiveMigration
internal import Pool

/// What `p2v migrate --dry-run` answers.
package struct MigrationPreview: Sendable, Encodable {
    package var format = "p2v-migration-preview/1"
    package var machine: String
    package var from: String
    package var to: String
    package var possible: Bool
    package var findings: [Concern]
    package var prediction: MigrationPrediction?

    package init(_ check: MigrationCheck) {
        machine = check.machine.name
        from = check.request.from
        to = check.request.to
        findings = check.concerns.sorted { $0.severity > $1.severity }
        possible = !findings.contains { $0.severity == .critical }
        prediction = check.prediction
    }
}
