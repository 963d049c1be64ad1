// tests of Estate
