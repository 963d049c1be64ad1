// tests of Pool
