/// # Planner: which server becomes which VM on which host
///
/// Pure and deterministic: values in, values out; no I/O. Time limits come in as a clock.
///
/// ```
/// ServerProfile ┐
/// history ──────┴Sizing→ PlannedServer without a host ┐
/// Host, Rules, PlanPolicy ────────────────────────────┴Placement→ hosts, reasons, bound → Plan
/// p2v-instance/1 ──────────────────────────────────────Packing──→ p2v-packing/1
/// ```
///
/// The Checker judges the result and shares no code with this module.
package enum Planner {}
