// tests of Commands
