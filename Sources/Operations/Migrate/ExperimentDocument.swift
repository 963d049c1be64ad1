package import Estate
package import LiveMigration

/// What an experiment brought: `p2v-experiment/1`.
package struct ExperimentDocument: Sendable, Encodable {
    package var format = "p2v-experiment/1"
    package var machine: String
    package var rows: [ExperimentRow]
    package var migrations: [MigrationReport]

    init(machine: String, _ reports: [MigrationReport]) {
        self.machine = machine
        rows = ExperimentRow.rows(reports)
        migrations = reports
    }
}
