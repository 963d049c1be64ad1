internal import Estate

/// What is around every page: where one is, where one can go, and of when it is.
struct Frame {
    let title: String
    /// Which of ``places`` it belongs to.
    let place: String
    let main: HTML

    static let places = [
        ("/", "Pool"), ("/moves", "Moves"), ("/night", "Night"), ("/room", "Servers"), ("/record", "Record"),
    ]

    var text: String {
        HTML.document(
            .element(
                "html", ["lang": "en"], Self.head(title),
                .element(
                    "body", ["data-live": "yes"],
                    .element("a", ["class": "skip", "href": "#main"], .text("To the content")),
                    header, .element("p", ["id": "line", "role": "status", "hidden": ""], .text("")),
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

    private var header: HTML {
        let links = Self.places.map { address, name in
            address == place
                ? HTML.element("a", ["href": address, "aria-current": "page"], .text(name)) : HTML.link(address, name)
        }
        return .element(
            "header", [:], .element("nav", ["aria-label": "Pages"], links),
            .element(
                "form", ["method": "post", "action": "/logout"],
                .element("button", ["type": "submit"], .text("Log out"))))
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
                            .element("button", ["type": "submit"], .text("Log in")))))))
    }
}
