/// Numbers for Prometheus: `GET /metrics` answers the text that was set last; anything else is not found.
package actor MetricsPage {
    private var text = ""

    package init() {}

    package func show(_ text: String) { self.text = text }

    package func answer(_ request: PageRequest) -> PageReply {
        guard request.path == "/metrics", request.method == "GET" else { return .notFound }
        return PageReply(type: "text/plain; version=0.0.4; charset=utf-8", text)
    }
}
