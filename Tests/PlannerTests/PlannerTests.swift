// tests of Planner
