// tests of Shell
