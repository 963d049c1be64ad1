internal import Converter
internal import Estate

/// One event of a conversion as JSON, for a script that reads line by line: `p2v-convert-event/1`.
package struct ConversionEventLine: Encodable {
    private(set) var format = "p2v-convert-event/1"
    /// Nil for a remark on the whole run.
    private(set) var server: String?
    private(set) var event = ""
    private(set) var number: Int?
    private(set) var count: Int?
    private(set) var title = ""
    private(set) var seconds: Double?
    private(set) var detail: String?

    init(_ step: StepEvent, of server: String) {
        self.server = server
        switch step {
        case .started(let number, let count, let title): set("started", title, at: (number, count))
        case .skipped(let number, let count, let title): set("skipped", title, at: (number, count))
        case .finished(let number, let count, let title, let seconds, let detail):
            set("finished", title, detail, at: (number, count))
            self.seconds = seconds
        case .failed(let number, let count, let title, let reason): set("failed", title, reason, at: (number, count))
        case .released(let title): set("released", title)
        case .releaseFailed(let title, let reason): set("releaseFailed", title, reason)
        case .wentBack(let title, let because): set("wentBack", title, because)
        case .releasesHeld(let title): set("releasesHeld", title)
        case .notJournalled(let reason): set("notJournalled", "", reason)
        case .undone(let title): set("undone", title)
        }
    }

    /// Nil where the summary says it.
    package init?(_ event: Convert.Event) {
        switch event {
        case .remark(let text): self.init(remark: text)
        case .step(let server, let step): self.init(step, of: server)
        case .waits(let server, let because): self.init(of: server, "waits", because)
        case .rehearsed(let server, let seen):
            self.init(of: server.server, "rehearsed", seen)
        default: return nil
        }
    }

    /// Of the run as a whole.
    private init(remark: String) { set("remark", "", remark) }

    private init(of server: String, _ event: String, _ detail: String) {
        self.server = server
        set(event, "", detail)
    }

    private mutating func set(
        _ event: String, _ title: String, _ detail: String? = nil, at place: (number: Int, count: Int)? = nil
    ) {
        (self.event, self.title, self.detail) = (event, title, detail)
        (number, count) = (place?.number, place?.count)
    }
}
