// tests of Transfer
