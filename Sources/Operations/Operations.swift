/// # Operations: one way to do each job
///
/// A face parses and prints; an operation does the job, from a request (values) to events as they happen and one result.
/// It is the only place where parts and engines meet: leases, journal, order, clock. It prints nothing and knows no
/// arguments, so a command, a page, a worker and a test use it alike.
///
/// ```
/// Workspace ─ the store, the pool and its ledger, leases, clock, log
///    └─ Scan  Plan  Convert  Campaign  Copy  Migrate  Balance  Evacuate  Recover  Night  Watch  Doctor  Reports
/// ```
package enum Operations {}
