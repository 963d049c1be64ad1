package import DiskCopying
package import Estate
package import ImageStores

/// One disk to one image, or towards it: what `copy` and `sync` are asked for.
///
/// ```
/// CopyJob ─ copy   passes, proof, name            one CopySession in both
///         └ sync   passes until a time; NAME.part stays warm
/// ```
package struct CopyJob: Sendable {
    /// `ssh://root@host/dev/sda`, an NBD URI, or a path.
    package var source: String
    /// `nfs://server/export/NAME` or a path.
    package var target: String
    /// Nil: what the image's name says.
    package var format: ImageFormat?
    package var options = SourceOptions()
    /// Seconds that a way to the source which is cut is waited for.
    package var patience = WayPatience.defaultLimit
    /// As ``RateSchedule`` reads them; none is as fast as it goes.
    package var limits: [String] = []
    /// Read again all the time; goes before `limits`.
    package var limitFile: String?
    package var allowHoles = false
    /// The id of a lease to break.
    package var unlock: String?
    /// Learn an unknown host key.
    package var acceptNew = false
    /// A file of ssh settings in place of the user's own.
    package var sshConfig: String?

    package init(source: String, target: String) {
        self.source = source
        self.target = target
    }

    /// What happens meanwhile.
    package struct Events: Sendable {
        package var report: ProgressReport
        /// The source is about to be held still.
        package var tell: @Sendable (OutagePrediction) -> Void
        /// Something that the operator should know and need not act on.
        package var note: @Sendable (String) -> Void

        package init(
            report: @escaping ProgressReport = { _ in },
            tell: @escaping @Sendable (OutagePrediction) -> Void = { _ in },
            note: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.report = report
            self.tell = tell
            self.note = note
        }
    }
}
