extension PlanReport {
    /// Colours of the layers are told apart by people who see few colours (after Okabe and Ito 2008). A picture that is
    /// wider than a phone has a shadow where more of it is.
    static let style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#5a6470;--paper:#fff;--line:#d5dae0;--fill:#2f6fb2;--away:#c44f00}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9aa4af;--paper:#14171b;--line:#343b43;--fill:#6aa9e6;
        --away:#f08c4a}}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
        main{max-width:800px;margin:0 auto;padding:24px}h1{font-size:24px}h2{margin-top:36px;font-size:19px}
        h3{margin:22px 0 6px;font-size:15px}.lead{font-size:17px}.note,.unit{color:var(--soft);font-size:13px}
        table{border-collapse:collapse}td,th{padding:4px 14px 4px 0;text-align:right;border-bottom:1px solid var(--line);
        overflow-wrap:normal}
        th:first-child,td.unit{text-align:left}.unit{white-space:nowrap}.bar{display:flex;align-items:center;gap:10px;margin:6px 0}
        .bar span{width:300px}.bar div{flex:1;height:12px;background:var(--line);border-radius:3px;overflow:hidden}
        .bar i{display:block;height:100%;background:var(--fill)}.wide{overflow-x:auto;
        background:linear-gradient(90deg,var(--paper) 30%,transparent) 0/32px 100% local,
        linear-gradient(270deg,var(--paper) 30%,transparent) 100%/32px 100% local,
        linear-gradient(90deg,var(--soft),transparent) 0/10px 100%,linear-gradient(270deg,var(--soft),transparent) 100%/10px 100%;
        background-repeat:no-repeat}svg{width:100%;height:auto;min-width:620px}
        svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .note{fill:var(--soft)}
        .grid{stroke:var(--line);stroke-width:1}.limit{stroke:var(--ink);stroke-dasharray:5 4;stroke-width:1.2}
        .copy{fill:var(--fill);background:var(--fill)}.away{fill:var(--away);background:var(--away)}
        details{border-bottom:1px solid var(--line);padding:6px 0}summary{cursor:pointer}
        .key{display:inline-block;margin-right:14px;font-size:13px}
        .key i{display:inline-block;width:10px;height:10px;margin-right:5px;border-radius:2px}
        .s0{fill:#0072b2;background:#0072b2}.s1{fill:#e69f00;background:#e69f00}.s2{fill:#009e73;background:#009e73}
        .s3{fill:#cc79a7;background:#cc79a7}.s4{fill:#56b4e9;background:#56b4e9}.s5{fill:#d55e00;background:#d55e00}
        .s6{fill:#b8a800;background:#b8a800}.s7{fill:#8a8a8a;background:#8a8a8a}
        @media(max-width:600px){main{padding:14px}.bar{flex-wrap:wrap;gap:2px 10px}.bar span{width:100%}
        td,th{padding-right:7px;font-size:13px}.unit{white-space:normal;font-size:11px}}
        """
}
