// tests of Balancer
