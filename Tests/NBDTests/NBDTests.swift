// tests of NBD
