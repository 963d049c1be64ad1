/// The only script: it reads the page's content again when the console says that something has changed.
///
/// An event says no more than "changed". One that is lost freezes nothing: the content is read anew every ten seconds, or one, all the
/// same, and when the console itself does not answer, the page says so and turns grey.
enum ConsoleScript {
    static let text = #"""
        "use strict";
        (() => {
          if (document.body.dataset.live !== "yes") return;
          const main = document.getElementById("main"), line = document.getElementById("line");
          let shown = null, heard = Date.now(), reading = false, again = false;
          const tell = () => {
            const silent = (Date.now() - heard) / 1000, gone = silent > 12;
            document.body.classList.toggle("gone", gone);
            line.hidden = !gone;
            if (gone) line.textContent = "The console has not answered for " + Math.round(silent) + " s: what stands below is of then.";
          };
          const read = async () => {
            if (reading) { again = true; return; }
            reading = true;
            try {
              const answer = await fetch(location.href, { headers: { "X-Part": "main" }, cache: "no-store", signal: AbortSignal.timeout(8000) });
              if (answer.status === 401) { location.reload(); return; }
              if (!answer.ok) throw new Error(answer.statusText);
              const text = await answer.text();
              heard = Date.now();
              if (text !== shown) {
                const path = document.activeElement && document.activeElement.getAttribute("href");
                main.innerHTML = text;
                shown = text;
                if (path) { const same = [...main.querySelectorAll("a")].find(a => a.getAttribute("href") === path); if (same) same.focus(); }
              }
            } catch (error) { /* tell() says how long */ }
            reading = false;
            tell();
            if (again) { again = false; read(); }
          };
          new EventSource("/events").onmessage = read;
          setInterval(read, 1000 * Number(document.body.dataset.seconds));
          setInterval(tell, 1000);
        })();
        """#
}
