/// How pages look: in light, in dark, on a narrow screen and on paper.
enum ConsoleStyle {
    static let css = colours + frame + parts + narrow

    private static let colours = """
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #4f5862; --paper: #fff; --line: #d8dee4; --tile: #f6f8fa;
        --accent: #1f52b5; --red: #a3201a; --amber: #7a5000; --green: #1a6b36; --red-back: #fde8e6; --amber-back: #fdf3d3;
        --green-back: #e0f3e6; --soft-back: #eceff2; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a3acb6; --paper: #0d1117; --line: #30363d;
        --tile: #161b22; --accent: #8ab4ff; --red: #ff9b93; --amber: #e8bd55; --green: #6fd08c; --red-back: #3d1a18;
        --amber-back: #352a0d; --green-back: #11301c; --soft-back: #232a32; } }

        """

    private static let frame = """
        * { box-sizing: border-box }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1600px;
        margin: 0 auto; padding: 0 1.25rem 3rem }
        header { display: flex; flex-wrap: wrap; gap: .6rem 1rem; justify-content: space-between; align-items: center;
        border-bottom: 1px solid var(--line); padding: .6rem 0; margin-bottom: 1rem }
        nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem } nav a { padding: .25rem 0; min-height: 24px }
        nav [aria-current] { font-weight: 700; color: var(--ink); border-bottom: 2px solid var(--accent) }
        a { color: var(--accent); text-decoration: none } a:hover, main p a, main li a { text-decoration: underline }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px } main:focus { outline: none }
        .skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: .5rem; background: var(--paper) }
        button, input { font: inherit; color: inherit; background: var(--tile); border: 1px solid var(--soft);
        border-radius: 6px; padding: .3rem .7rem } button { cursor: pointer }
        label { display: block; margin: .8rem 0 .3rem } input { display: block; width: 30rem; max-width: 100%; margin-bottom: .8rem }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: .4rem 0; overflow-wrap: anywhere }
        h2 { font-size: 1.15rem; margin: 1.8rem 0 .5rem } .note { color: var(--soft); font-size: .87rem; margin: .3rem 0 }
        #line { background: var(--amber-back); color: var(--amber); padding: .5rem .8rem; border-radius: 6px; font-weight: 600 }
        .gone main { filter: grayscale(1); opacity: .65 }

        """

    private static let parts = """
        .wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem }
        th, td { text-align: left; vertical-align: top; padding: .35rem .7rem; border-bottom: 1px solid var(--line) }
        thead th { color: var(--soft); font-weight: 600 } tbody th { font-weight: 600; white-space: nowrap }
        .mark { font-weight: 600; border-radius: 4px; padding: .05rem .4rem; white-space: nowrap }
        p.mark { white-space: normal; padding: .4rem .7rem }
        .critical { color: var(--red); background: var(--red-back) } .warning { color: var(--amber); background: var(--amber-back) }
        .good { color: var(--green); background: var(--green-back) } .unclear { color: var(--soft); background: var(--soft-back) }
        .tiles { display: flex; flex-wrap: wrap; gap: .7rem; margin: 1rem 0 }
        .tiles div { background: var(--tile); border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1rem; min-width: 8rem }
        .tiles b { display: block; font-size: 1.2rem; overflow-wrap: anywhere } .tiles span { color: var(--soft); font-size: .84rem }
        .hosts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1rem }
        .host { border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; min-width: 0 }
        .host h3 { margin: 0 0 .3rem; font-size: 1.05rem; display: flex; gap: .6rem; justify-content: space-between; overflow-wrap: anywhere }
        .host.unseen { border-style: dashed } .vms { display: flex; flex-wrap: wrap; gap: .35rem; list-style: none; margin: .6rem 0 0; padding: 0 }
        main .vms a { text-decoration: none; color: inherit; display: inline-block; border-radius: 4px; padding: .05rem .45rem; overflow-wrap: anywhere }
        svg.bar { width: 100%; height: 14px; display: block; margin: .1rem 0 .4rem } .bar .all { fill: var(--soft-back); stroke: var(--line) }
        .bar .used { fill: var(--accent) } .bar .other { fill: var(--soft) }
        .bar .spare { fill: var(--amber); opacity: .55 } svg.chart { width: 100%; height: 160px; display: block; background: var(--tile);
        border: 1px solid var(--line); border-radius: 6px; margin: .2rem 0 1rem } .chart polyline { fill: none; stroke: var(--accent);
        stroke-width: 2; vector-effect: non-scaling-stroke } .chart .dirty { stroke: var(--amber); stroke-dasharray: 5 4 }
        .chart .pause { fill: var(--red); opacity: .35 } .chart .predicted { stroke: var(--soft); stroke-dasharray: 2 4;
        vector-effect: non-scaling-stroke } .chart path { stroke: var(--accent); stroke-width: 4; stroke-linecap: round;
        vector-effect: non-scaling-stroke } .chart .lost { stroke: var(--red); stroke-width: 6 }
        dl { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: .2rem 1rem } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
        pre { font: .87rem/1.45 ui-monospace, monospace; background: var(--tile); border: 1px solid var(--line); border-radius: 6px;
        padding: .7rem .9rem; margin: .4rem 0; width: max-content; min-width: 100% } select { font: inherit; color: inherit; background: var(--tile);
        border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .7rem; margin-bottom: .8rem; max-width: 100% }
        header form { display: flex; gap: .6rem; align-items: center; margin: 0 } header input { margin: 0; width: 11rem }
        .actions { display: flex; flex-wrap: wrap; gap: .6rem } main .button { border: 1px solid var(--accent); border-radius: 6px;
        padding: .3rem .8rem; text-decoration: none } button.act { background: var(--accent); color: var(--paper); border-color: var(--accent) }
        code { font: .92em ui-monospace, monospace; background: var(--tile); border: 1px solid var(--line); border-radius: 4px;
        padding: .1rem .35rem; overflow-wrap: anywhere }

        """

    private static let narrow = """
        @media (max-width: 480px) { body { padding: 0 .8rem 2rem } dl { grid-template-columns: 1fr } dt { margin-top: .4rem }
        .tiles div { flex: 1 1 40% } }
        @media print { header form, .skip { display: none } .wide { overflow: visible } .host { break-inside: avoid } }
        """
}
