internal import Estate
internal import LiveMigration
internal import Pool

/// What `p2v migrate --dry-run` answers.
struct MigrationPreview: Encodable {
    var format = "p2v-migration-preview/1"
    var machine: String
    var from: String
    var to: String
    var possible: Bool
    var findings: [Concern]
    var prediction: MigrationPrediction?

    init(_ check: MigrationCheck) {
        machine = check.machine.name
        from = check.request.from
        to = check.request.to
        findings = check.concerns.sorted { $0.severity > $1.severity }
        possible = !findings.contains { $0.severity == .critical }
        prediction = check.prediction
    }
}
