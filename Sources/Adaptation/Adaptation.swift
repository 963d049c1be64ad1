/// # Adaptation: whatever was copied, boots
///
/// Makes a copied disk boot as a guest: a list of small changes, decided purely from facts that were read once.
///
/// ```
///            one launch of the appliance
/// ┌──────────────────────────────────────────────────────────┐
/// │ FactCollector ─GuestFacts→ Deciders ─Draft→ Applier ──┐  │
/// │      ▲                     (pure)                     │  │──→ AdaptationReport
/// │      └──────────── read again: nothing left to do ────┘  │
/// └──────────────────────────────────────────────────────────┘
/// ```
///
/// - A guest's own programs never run here: drivers are added to each initramfs as a second archive (``DriverArchive``),
///   which the kernel unpacks after, or before, the first.
/// - Originals stay beside the changed files as `.p2v-orig`; a record in the guest says what to undo.
/// - A second run finds the facts in order and changes nothing.
enum Adaptation {
    /// Where the guest keeps the record of what was changed.
    static let recordPath = "/var/lib/p2v/adaptation.json"
    /// What is added to the name of a changed file's original.
    static let originalSuffix = ".p2v-orig"
}
