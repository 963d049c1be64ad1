/// # Checker: is a plan sound, and still true?
///
/// Written apart from the Planner: a mistake in the solver must not hide in its own test. It shares only the words.
///
/// ```
/// Plan, profiles, hosts ─PlanCheck→ findings: broken promises, and what differs from reality
/// p2v-instance/1, p2v-packing/1 ─PackingCheck→ findings
/// ```
package enum PlanCheck {}
