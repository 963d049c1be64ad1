// tests of Templates
