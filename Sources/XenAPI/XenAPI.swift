/// # XenAPI: a client of XAPI, the toolstack of XenServer and XCP-ng
///
/// ```
/// XenClient (session, redirect to the coordinator, renewal)
///   ├ call, run (Async.* with progress and cancel), events (event.from), records in bulk
///   ├ import of disks (PUT /import_raw_vdi)         ├ load (GET /rrd_updates of each host)
///   └ Exchange: one HTTPS request ── CurlExchange: libcurl, certificates pinned on first use
/// ```
///
/// It knows XAPI's words (opaque references, records, tasks, errors) and nothing of p2v. Unknown fields and unknown
/// values of enumerations are kept as they came. Source: the XenAPI reference and wire protocol on docs.xenserver.com.
package enum XenAPI {
    /// The reference that points at nothing.
    package static let null = "OpaqueRef:NULL"
}
