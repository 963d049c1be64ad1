// tests of Terminal
