internal import Serving

/// What is refused before anybody is asked who they are.
struct Doorstep: Sendable {
    /// The names under which this console is reached: `127.0.0.1:9180`.
    let names: Set<String>

    init(port: UInt16) { names = ["127.0.0.1:\(port)", "localhost:\(port)"] }

    /// Nil when it may come in.
    func refusal(of request: PageRequest) -> PageReply? {
        // Another site's name that leads here would make the browser send that site's scripts this page.
        guard let host = request.header("host"), names.contains(host) else {
            return PageReply(421, "this console answers as \(names.sorted().joined(separator: " and ")) only\n")
        }
        switch request.method {
        case "GET": return nil
        // A form of another site must not do anything here.
        case "POST":
            return request.header("origin") == "http://" + host
                ? nil : PageReply(403, "this form does not come from this console\n")
        default: return PageReply(405, headers: [("Allow", "GET, POST")], "the console knows GET and POST only\n")
        }
    }
}
