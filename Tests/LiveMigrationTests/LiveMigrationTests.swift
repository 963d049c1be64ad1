// tests of LiveMigration
