internal import Estate

/// What is around every page: where one is, where one can go, and of when it is.
struct Frame {
    let title: String
    /// Which of ``places`` it belongs to.
    let place: String
    let main: HTML
    /// Read again by itself.
    var isLive = true
    /// Read anew after so many seconds also where the pool has no news.
    var seconds = 10

    static let places = [
        ("/", "Pool"), ("/moves", "Moves"), ("/tasks", "Tasks"), ("/night", "Night"), ("/room", "Servers"),
        ("/plan", "Plan"), ("/campaign", "Campaign"), ("/record", "Record"), ("/doctor", "Doctor"),
    ]

    func text(for visitor: Visitor) -> String {
        HTML.document(
            .element(
                "html", ["lang": "en"], Self.head(title),
                .element(
                    "body", ["data-live": isLive ? "yes" : "no", "data-seconds": "\(seconds)"],
                    .element("a", ["class": "skip", "href": "#main"], .text("To the content")),
                    header(visitor), .element("p", ["id": "line", "role": "status", "hidden": ""], .text("")),
                    .element("main", ["id": "main", "tabindex": "-1"], main))))
    }

    static func head(_ title: String) -> HTML {
        .element(
            "head", [:], .empty("meta", ["charset": "utf-8"]),
            .empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .empty("meta", ["name": "color-scheme", "content": "light dark"]),
            .element("title", [:], .text(title + " · p2v")),
            .empty("link", ["rel": "stylesheet", "href": "/style.css"]),
            .empty("link", ["rel": "icon", "href": "data:,"]),
            .element("script", ["src": "/script.js", "defer": ""]))
    }

    private func header(_ visitor: Visitor) -> HTML {
        let links = Self.places.map { address, name in
            address == place
                ? HTML.element("a", ["href": address, "aria-current": "page"], .text(name)) : HTML.link(address, name)
        }
        return .element(
            "header", [:], .element("nav", ["aria-label": "Pages"], links),
            .element(
                "form", ["method": "get", "action": "/search", "role": "search"],
                .empty(
                    "input",
                    [
                        "name": "q", "type": "search", "aria-label": "Search hosts, VMs and servers",
                        "placeholder": "Search",
                    ])),
            .element(
                "form", ["method": "post", "action": "/logout"],
                .element("span", ["class": "note"], .text(Self.words(visitor))),
                .element("button", ["type": "submit"], .text("Log out"))))
    }

    private static func words(_ visitor: Visitor) -> String {
        (visitor.name.isEmpty ? "" : visitor.name + ", ") + (visitor.role == .operating ? "may act " : "looks only ")
    }
}

/// The page that asks for the token.
enum LoginPage {
    static func text(_ trouble: String?) -> String {
        HTML.document(
            .element(
                "html", ["lang": "en"], Frame.head("Log in"),
                .element(
                    "body", [:],
                    .element(
                        "main", ["id": "main"], .element("h1", [:], .text("p2v console")),
                        trouble.map { .element("p", ["class": "mark critical", "role": "alert"], .text($0)) } ?? .none,
                        .element(
                            "form", ["method": "post", "action": "/login"],
                            .element("label", ["for": "token"], .text("Token, as p2v console showed it when it began")),
                            .empty(
                                "input",
                                [
                                    "id": "token", "name": "token", "type": "password", "autocomplete": "off",
                                    "required": "", "autofocus": "",
                                ]),
                            .element("label", ["for": "name"], .text("Your name; it is kept with what you do")),
                            .empty(
                                "input",
                                [
                                    "id": "name", "name": "name", "autocomplete": "name",
                                    "maxlength": "\(Visitor.longestName)",
                                ]),
                            .element("button", ["type": "submit"], .text("Log in")))))))
    }
}
