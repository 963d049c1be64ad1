// tests of Scanner
