// tests of BlockExport
