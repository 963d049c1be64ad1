#!/usr/bin/env python3
"""p2v console in a real browser, over a pool of the XAPI double (not XAPI) of this project.

  apt install chromium; python3 -m venv venv; venv/bin/pip install playwright axe-playwright-python
  swift build --product p2v
  venv/bin/python Tests/Benchmarks/console.py [--p2v .build/debug/p2v] [--shots FOLDER]

Journeys, each of which ends the script when it fails:
  1  a wrong token, and the right one                      8  a preview that has become untrue is refused
  2  every page, light and dark, 360 and 1440 pixels:      9  a form without its token, from elsewhere, sent twice, or of
     no finding of axe-core, no sideways scrolling            another session is refused
  3  who may only look is refused                         10  a cookie that was stolen is worth nothing after the logout
  4  a VM that moves is seen on the other host            11  the console is killed during an action, and finds it again
  5  a VM is moved from a page, and watched to its end    12  a wave's server is approved, parked and released
  6  a host is emptied and returned                       13  last night is read
  7  a task is stopped                                    14  a name with markup and marks that turn text is shown, not obeyed
                                                          15  a pool, and a console, that fall silent turn grey
With --lab, run by `p2v lab exec`, a real VM moves between two real libvirt hosts, watched to its end, and one of them is emptied:

  p2v lab up && p2v lab guest web1 --memory 512 --fill 0.5 --write 10 --ip 10.77.0.60
  p2v lab exec venv/bin/python Tests/Benchmarks/console.py --lab web1=10.77.0.60

Then the API's answers are held against its own description, and figures are taken: time and size of the first page with 64 hosts
and 5,000 VMs, the way from an event to the screen, the console's memory with 100 browsers waiting.
"""
import argparse, concurrent.futures, http.client, json, os, re, shutil, signal, ssl, subprocess, sys, tempfile, time, urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = ["/", "/host?name=xs1", "/vm?name=vm00000", "/moves", "/tasks", "/night", "/room", "/plan?server=web1", "/campaign", "/record",
         "/doctor", "/search?q=vm0000", "/do/migrate?vm=vm00000", "/do/evacuate?host=xs1", "/do/campaign?word=park&server=web1"]
CAMPAIGN = """format: p2v-campaign/1
plan: plan.yaml
zone: UTC
commit: approved
windows:
  - {name: nightly, hours: 01:00-04:00}
"""
PORT = 9181


class Pool:
    """The double, and a console that watches it."""

    def __init__(self, p2v, hosts, vms, seconds=3.0):
        self.seconds = seconds
        self.p2v, self.folder = p2v, tempfile.mkdtemp(prefix="p2v-console-")
        self.environment = os.environ | {"HOME": self.folder, "P2V_STORE": self.folder + "/store.sqlite", "no_proxy": "127.0.0.1"}
        self.hosts, self.vms, self.double, self.console = hosts, vms, None, None
        self.start_double()
        os.makedirs(self.folder + "/state")
        with open(self.folder + "/password", "w") as file:
            file.write("double")
        os.chmod(self.folder + "/password", 0o600)
        with open(self.folder + "/pool.yaml", "w") as file:
            file.write(f'format: p2v-pool/1\nname: shop\nkind: xapi\naddresses: ["{self.address}"]\nuser: root\n'
                       f'passwordFile: password\nstate: "file://{self.folder}/state"\n')
        shutil.copy(ROOT + "/Plans/constrained.yaml", self.folder + "/plan.yaml")
        with open(self.folder + "/campaign.yaml", "w") as file:
            file.write(CAMPAIGN)
        self.run("pool", "--accept-new")
        self.start_console()

    def start_double(self):
        os.makedirs(self.folder + "/double", exist_ok=True)
        said = open(self.folder + "/double.log", "w+")
        self.double = subprocess.Popen(
            [sys.executable, ROOT + "/Sources/XenAPIDouble/xapi-double.py", "--folder", self.folder + "/double", "--hosts",
             str(self.hosts), "--vms", str(self.vms), "--memory", "1048576", "--seconds", str(self.seconds)],
            stdout=said, stderr=subprocess.DEVNULL, env=self.environment | {"XAPI_DOUBLE_PASSWORD": "double"})
        self.address = wait(lambda: re.search(r"127\.[0-9.]+:\d+", open(self.folder + "/double.log").read()), 60).group(0)

    def start_console(self):
        said = open(self.folder + "/console.log", "w+")
        self.console = subprocess.Popen(
            [self.p2v, "console", "--pool", self.folder + "/pool.yaml", "--port", str(PORT), "--reports", self.folder,
             "--allow-actions", "--plan", self.folder + "/plan.yaml", "--campaign", self.folder + "/campaign.yaml"],
            stdout=subprocess.DEVNULL, stderr=said, env=self.environment)
        said = lambda: open(self.folder + "/console.log").read()
        self.operating = wait(lambda: re.search(r"act: (\w{64})", said()), 30).group(1)
        self.token = re.search(r"token (\w{64})", said()).group(1)

    def run(self, *words):
        return subprocess.run([self.p2v, *words, "--pool", self.folder + "/pool.yaml"], env=self.environment,
                              capture_output=True, text=True)

    def xapi(self, method, *parameters):
        """One call of XAPI's JSON-RPC."""
        host, port = self.address.split(":")
        connection = http.client.HTTPSConnection(host, int(port), context=ssl._create_unverified_context())
        connection.request("POST", "/jsonrpc", json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}),
                           {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        assert "result" in answer, answer
        return answer["result"]

    def place(self, vm):
        listed = json.loads(self.run("pool", "--json").stdout)
        return next(m["host"] for m in listed["machines"] if m["name"] == vm)

    def xapi_seconds(self, seconds):
        """How long a migration takes from now on."""
        host, port = self.address.split(":")
        connection = http.client.HTTPSConnection(host, int(port), context=ssl._create_unverified_context())
        connection.request("POST", "/double/fault", json.dumps({"migration": seconds}), {"Content-Type": "application/json"})
        assert connection.getresponse().status == 200

    def memory(self):
        """MiB of the console."""
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.console.pid}/status").read()).group(1)) / 1024

    def end(self):
        for process in filter(None, [self.console, self.double]):
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        shutil.rmtree(self.folder)


class Lab(Pool):
    """A console over the lab that this script runs in: real libvirt hosts, and a VM that answers."""

    def __init__(self, p2v):
        self.p2v, self.folder = p2v, tempfile.mkdtemp(prefix="p2v-console-")
        self.environment = os.environ | {"P2V_STORE": self.folder + "/store.sqlite", "no_proxy": "127.0.0.1"}
        self.double = None
        shutil.copy(os.environ["P2V_POOL"], self.folder + "/pool.yaml")
        shutil.copy(ROOT + "/Plans/constrained.yaml", self.folder + "/plan.yaml")
        with open(self.folder + "/campaign.yaml", "w") as file:
            file.write(CAMPAIGN)
        self.start_console()


def wait(question, seconds, pause=0.05):
    """What the question answers when it is something, at last."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            answer = question()
        except Error:  # the page is just being left
            answer = None
        if answer:
            return answer
        time.sleep(pause)
    raise SystemExit(f"not within {seconds} s")


def login(page, pool, operates=True):
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.fill("#token", pool.operating if operates else pool.token)
    page.fill("#name", "anna")
    page.click("button")
    page.wait_for_selector("nav")


def at(path):
    return f"http://127.0.0.1:{PORT}{path}"


def confirm(page, because):
    """Sends the form of a preview; the task's page is shown then."""
    page.fill("#because", because)
    page.click("button.act")


def ended(page, seconds=60):
    """What the page of a task says of its end, by itself."""
    return wait(lambda: re.search(r"Exit code\s+(\d+)", page.inner_text("main")), seconds).group(1)


def looks(browser, page, pool, args):
    shots = args.shots
    findings = 0
    for colour in ["light", "dark"]:
        for width in [360, 1440]:
            page = browser.new_context(color_scheme=colour, viewport={"width": width, "height": 900}).new_page()
            login(page, pool)
            trails = [re.sub(r"[.]jsonl$", "", name) for name in os.listdir(pool.folder + "/store.sqlite.moves")]
            tasks = [name for name in os.listdir(pool.folder + "/store.sqlite.tasks") if not name.startswith("plan-")]
            for path in PAGES + ["/move?name=" + trails[0], "/task?name=" + tasks[0]]:
                page.goto(f"http://127.0.0.1:{PORT}{path}")
                page.wait_for_selector("main h1")
                found = [v["id"] for v in Axe().run(page).response["violations"]]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append("scrolls sideways")
                findings += len(found)
                if found:
                    print(f"{path} {colour} {width}: {found}")
                if shots:
                    page.screenshot(path=f"{shots}/{re.sub('[^a-z]', '', path.split('?')[0]) or 'pool'}-{colour}-{width}.png", full_page=True)
            page.context.close()
    assert not findings, f"{findings} findings"
    print(f"pages: {len(PAGES) + 2} in both colours at two widths, 0 findings")


def wrong_token(browser, page, pool, args):
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.fill("#token", "guess")
    page.click("button")
    assert "not the token" in page.inner_text("main")
    page.context.close()
    time.sleep(1.2)


def moves(browser, page, pool, args):
    """A VM is seen on the other host by itself, without a reload."""
    page.goto(f"http://127.0.0.1:{PORT}/vm?name=vm00000")
    before = page.inner_text("dl")
    target = "xs2" if re.search(r"Host\s+xs1", before) else "xs1"
    done = pool.run("migrate", "vm00000", "--to", target)
    assert done.returncode == 0, done.stderr
    began = time.monotonic()
    wait(lambda: re.search(rf"Host\s+{target}", page.inner_text("dl")), 20)
    print(f"a VM that moved stands on its new host {time.monotonic() - began:.1f} s after p2v migrate ended")


def viewer_refused(browser, page, pool, args):
    page = browser.new_context().new_page()
    login(page, pool, operates=False)
    for path in ["/", "/host?name=xs1", "/vm?name=vm00000", "/campaign"]:
        page.goto(at(path))
        assert not page.query_selector("a[href^='/do/']"), path
    for path in ["/do/evacuate?host=xs1", "/do/rebalance", "/do/migrate?vm=vm00000&to=xs2", "/do/stop?name=x"]:
        assert page.goto(at(path)).status == 403, path
        assert "lets you look" in page.inner_text("main")
    page.context.close()
    print("who may only look is refused, and is offered nothing")


def moves_by_page(browser, page, pool, args):
    before = pool.place("vm00001")
    target = "xs2" if before != "xs2" else "xs3"
    page.goto(at("/vm?name=vm00001"))
    page.click("text=Move it…")
    page.select_option("#to", target)
    page.fill("#probe", "ping:127.0.0.1@20")
    page.click("main button")
    assert "the move can start" in page.inner_text("pre"), page.inner_text("main")
    confirm(page, "a journey")
    page.wait_for_selector("text=What it says")
    page.goto(at("/moves"))
    wait(lambda: page.query_selector("main .warning"), 20)
    page.click("main tbody tr:first-child a")
    page.wait_for_selector("text=Predicted")
    wait(lambda: re.search(r"Pass\s+[0-9]|Memory that remains", page.inner_text("main")), 10)
    wait(lambda: page.query_selector("main svg.chart .answer"), 20)
    wait(lambda: "moved" in page.inner_text("main p .mark"), 40)
    page.goto(at("/vm?name=vm00001"))
    wait(lambda: re.search(rf"Host\s+{target}", page.inner_text("dl")) and page.query_selector("main p .good"), 20)
    page.goto(at("/record"))
    assert "anna: p2v migrate" in page.inner_text("main") and "because: a journey" in page.inner_text("main")
    print("a VM was moved from its page, watched to its end, and is green on the other host")


def lab_moves(page, pool, vm, ip, shots):
    """A real live migration, begun on the VM's page, watched while it goes on and to its end."""
    before = pool.place(vm)
    target = "hostb" if before == "hosta" else "hosta"
    page.goto(at("/vm?name=" + vm))
    page.click("text=Move it…")
    page.select_option("#to", target)
    page.fill("#probe", f"ping:{ip} dns:{ip}/{vm}.lab.test")
    page.click("main button")
    page.wait_for_selector("pre", timeout=60_000)
    confirm(page, "a journey in the lab")
    page.goto(at("/moves"))
    wait(lambda: page.query_selector("main .warning"), 60)
    page.click("main tbody tr:first-child a")
    seen = {"answers": 0, "remaining": set(), "while": 0}

    def watch():
        text = page.inner_text("main")
        if "moves" in page.inner_text("main p .mark"):
            seen["while"] += 1
            seen["answers"] = max(seen["answers"], len(re.findall(r"asked", text)))
            seen["remaining"] |= set(re.findall(r"Memory that remains\s+([0-9][^\n\t]*)", text))
            if shots and seen["remaining"]:
                page.screenshot(path=f"{shots}/lab-moving.png", full_page=True)
        return "moved" in page.inner_text("main p .mark")
    wait(watch, 180, 0.3)
    assert page.query_selector("svg.chart .pause"), page.inner_text("main")
    assert len(page.query_selector_all("svg.chart .answer")) == 2
    row = re.search(r"Pause, ms.*", page.inner_text("main")).group(0)
    if shots:
        page.screenshot(path=f"{shots}/lab-moved.png", full_page=True)
    page.goto(at("/vm?name=" + vm))
    wait(lambda: re.search(rf"Host\s+{target}", page.inner_text("dl")) and page.query_selector("main p .good"), 40)
    print(f"a real move was watched: {seen['while']} looks while it went on, {seen['answers']} probes live, "
          f"remaining {sorted(seen['remaining'])[:4]}; seen and predicted: {row}")


def lab_evacuates(page, pool, vm):
    before = pool.place(vm)
    page.goto(at("/host?name=" + before))
    page.click("text=Empty it…")
    page.wait_for_selector("pre", timeout=60_000)
    confirm(page, "in the lab")
    assert ended(page, 240) == "0", page.inner_text("main")
    assert pool.place(vm) != before
    page.goto(at("/host?name=" + before))
    wait(lambda: "maintenance" in page.inner_text("main p"), 40)
    page.click("text=Return it…")
    page.wait_for_selector("pre", timeout=60_000)
    confirm(page, "in the lab, back")
    assert ended(page, 240) == "0", page.inner_text("main")
    assert pool.place(vm) == before
    print("a real host was emptied and returned, and its VM is back")


def in_lab(args):
    vm, ip = args.lab.split("=")
    pool = Lab(os.path.abspath(args.p2v))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            login(page, pool)
            try:
                lab_moves(page, pool, vm, ip, args.shots)
                lab_evacuates(page, pool, vm)
            except (Error, SystemExit, AssertionError):
                print(f"on {page.url}: {page.inner_text('body')[:3000]}")
                raise
            browser.close()
    finally:
        pool.end()


def evacuates(browser, page, pool, args):
    page.goto(at("/host?name=xs1"))
    page.click("text=Empty it…")
    page.wait_for_selector("pre")
    assert page.query_selector("button.act"), page.inner_text("main")
    confirm(page, "new memory")
    assert ended(page, 180) == "0", page.inner_text("main")
    page.goto(at("/host?name=xs1"))
    wait(lambda: "maintenance" in page.inner_text("main p"), 20)
    page.click("text=Return it…")
    page.wait_for_selector("pre")
    confirm(page, "memory is in")
    assert ended(page, 180) == "0", page.inner_text("main")
    print("a host was emptied and returned")


def stops(browser, page, pool, args):
    pool.xapi_seconds(20)
    target = "xs2" if pool.place("vm00002") != "xs2" else "xs3"
    page.goto(at(f"/do/migrate?vm=vm00002&to={target}"))
    confirm(page, "to be stopped")
    wait(lambda: page.query_selector("a[href^='/do/stop']"), 20)
    time.sleep(1)
    page.click("text=Stop it…")
    page.click("button.act")
    code = ended(page, 60)
    assert code in ("130", "1"), page.inner_text("main")
    print(f"a task was stopped: exit code {code}")
def silences(browser, page, pool, args):
    page.goto(f"http://127.0.0.1:{PORT}/")
    wait(lambda: page.query_selector("main .good"), 10)
    pool.double.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    wait(lambda: not page.query_selector("main .good"), 40)
    print(f"a pool that falls silent has nothing green after {time.monotonic() - began:.1f} s")
    pool.double.send_signal(signal.SIGCONT)
    wait(lambda: page.query_selector("main .good"), 90)
    pool.console.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    wait(lambda: "has not answered" in page.inner_text("body"), 40)
    print(f"a console that falls silent is said to after {time.monotonic() - began:.1f} s")
    pool.console.send_signal(signal.SIGCONT)
    wait(lambda: "has not answered" not in page.inner_text("body"), 40)
    pool.console.terminate()
    assert pool.console.wait(10) == 130
    pool.start_console()
    wait(lambda: page.query_selector("#token"), 40)
    login(page, pool)


def untrue_preview(browser, page, pool, args):
    before = pool.place("vm00003")
    targets = [h for h in ["xs1", "xs2", "xs3", "xs4"] if h != before]
    page.goto(at(f"/do/migrate?vm=vm00003&to={targets[0]}"))
    assert pool.run("migrate", "vm00003", "--to", targets[1]).returncode == 0
    time.sleep(8)
    page.fill("#because", "late")
    with page.expect_response(lambda r: r.url.endswith("/do")) as answer:
        page.click("button.act")
    assert answer.value.status == 409 and f"is on {targets[1]} now" in page.inner_text("main"), page.inner_text("main")
    print("a preview that had become untrue was refused")


def forgeries(browser, page, pool, args):
    mine, other = [browser.new_context().new_page() for _ in range(2)]
    login(mine, pool)
    login(other, pool)
    mine.goto(at("/do/campaign?word=park&server=web1"))
    form = mine.get_attribute("input[name=form]", "value")
    cookies = [f"p2v-console={p.context.cookies()[0]['value']}" for p in (mine, other)]
    body = urllib.parse.urlencode({"form": form, "because": "no"})
    own = {"Origin": f"http://127.0.0.1:{PORT}"}
    assert post("/do", body, cookies[0], {}) == 403
    assert post("/do", body, cookies[0], {"Origin": "http://evil.example"}) == 403
    assert post("/do", body, "", own) == 401
    assert post("/do", body, cookies[1], own) == 409
    assert post("/do", "form=guess&because=no", cookies[0], own) == 409
    assert post("/do", urllib.parse.urlencode({"form": form, "because": " "}), cookies[0], own) == 409
    mine.goto(at("/do/campaign?word=park&server=web1"))
    body = urllib.parse.urlencode({"form": mine.get_attribute("input[name=form]", "value"), "because": "once"})
    assert post("/do", body, cookies[0], own) == 303
    assert post("/do", body, cookies[0], own) == 409
    mine.click("text=Log out")
    mine.wait_for_selector("#token")
    assert ask("/", cookies[0])[2] == 401
    print("forged, repeated and foreign forms were refused; a stolen cookie is worth nothing after the logout")


def post(path, body, cookie, headers):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie} | headers)
    return connection.getresponse().status


def restart(browser, page, pool, args):
    pool.xapi_seconds(8)
    target = "xs2" if pool.place("vm00004") != "xs2" else "xs3"
    page.goto(at(f"/do/migrate?vm=vm00004&to={target}"))
    confirm(page, "while the console dies")
    try:
        wait(lambda: "runs" in page.inner_text("main p .mark"), 40)
    except SystemExit:
        raise SystemExit(page.url + "\n" + page.inner_text("main"))
    address = page.url
    pool.console.kill()
    pool.console.wait()
    pool.start_console()
    page.goto(at("/"))
    login(page, pool)
    page.goto(address)
    assert "runs" in page.inner_text("main p .mark"), page.inner_text("main")
    assert ended(page, 60) == "0", page.inner_text("main")
    assert pool.place("vm00004") == target
    pool.xapi_seconds(pool.seconds)
    print("the console was killed during a move, found it again, and the VM is on its new host")


def approves(browser, page, pool, args):
    for word, says in [("approve", "approved"), ("park", "parked"), ("release", "approved")]:
        page.goto(at("/campaign"))
        page.click(f"a[aria-label='{word} web2']")
        confirm(page, "agreed with the owner")
        assert ended(page, 60) == "0", page.inner_text("main")
    page.goto(at("/campaign"))
    row = page.inner_text("tr:has(a[aria-label='park web2'])")
    assert "approved by" in row and "anna, from the console" in row, row
    print("a wave's server was approved, parked and released; the decision has the name and the reason")


def night(browser, page, pool, args):
    done = pool.run("nightly", "run", "--reports", pool.folder, "--watch-seconds", "2")
    page.goto(at("/night"))
    page.wait_for_selector("text=Night of")
    print(f"last night was read (its exit code {done.returncode})")


def hostile_name(browser, page, pool, args):
    name = "<img src=x onerror=alert(1)>\u202egnp.exe"
    session = pool.xapi("session.login_with_password", "root", "double", "1.0", "journey")
    vm = pool.xapi("VM.get_by_name_label", session, "vm00009")[0]
    pool.xapi("VM.set_name_label", session, vm, name)
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for path in ["/", "/search?q=onerror", "/vm?name=" + urllib.parse.quote(name), "/do/migrate?vm=" + urllib.parse.quote(name)]:
        page.goto(at(path))
        wait(lambda: "onerror" in page.inner_text("main"), 15)
        assert not page.query_selector("main img") and "\u202e" not in page.content(), path
    assert not alerts
    pool.xapi("VM.set_name_label", session, vm, "vm00009")
    print("a name with markup and a mark that turns text was shown, and not obeyed")


def described(browser, page, pool, args):
    """Each answer of the API against its own description."""
    import jsonschema
    cookie = session(pool)
    document = json.loads(ask("/api/v1/openapi.json", cookie)[1])
    assert document["openapi"] == "3.1.0"
    for path, item in document["paths"].items():
        _, body, status = ask(path, cookie)
        assert status == 200, (path, status)
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"] | {"components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(json.loads(body))
        assert ask(path, "")[2] == 401, path
    print(f"API: {len(document['paths'])} answers are as they are described, and none is given without a session")


def session(pool):
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    origin = f"http://127.0.0.1:{PORT}"
    connection.request("POST", "/login", f"token={pool.token}", {"Origin": origin, "Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    return answer.getheader("Set-Cookie").split(";")[0]


def ask(path, cookie, last=None):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    began = time.monotonic()
    connection.request("GET", path, headers={"Cookie": cookie} | ({"Last-Event-ID": last} if last else {}))
    answer = connection.getresponse()
    return time.monotonic() - began, answer.read(), answer.status


def picture(p2v, path):
    pool = Pool(p2v, 6, 60)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_context(color_scheme="light", viewport={"width": 1200, "height": 760}).new_page()
            login(page, pool)
            wait(lambda: len(page.query_selector_all("section.host")) == 6, 60)
            page.screenshot(path=path)
            browser.close()
    finally:
        pool.end()


def figures(p2v):
    pool = Pool(p2v, 64, 5000)
    try:
        cookie = session(pool)
        wait(lambda: b"xs64" in ask("/", cookie)[1], 120)
        answers = [ask("/", cookie) for _ in range(9)]
        print(f"64 hosts, 5,000 VMs: first page {sorted(a[0] for a in answers)[4] * 1000:.0f} ms, {len(answers[0][1]) / 1024:.0f} KiB")
        number = lambda body: re.search(rb"id: (\d+)", body)
        # Two wait for one event; then each reads the page, as a browser does.
        last = number(ask("/events", cookie)[1]).group(1).decode()
        with concurrent.futures.ThreadPoolExecutor(100) as crowd:
            waiting = [crowd.submit(ask, "/events", cookie, last) for _ in range(100)]
            answered = [w.result()[:2] for w in waiting]
            began = time.monotonic()
            pages = list(crowd.map(lambda _: ask("/", cookie), range(100)))
        news = sum(number(body) is not None for _, body in answered)
        print(f"100 browsers: {news} were told, all have read the page after {(time.monotonic() - began) * 1000:.0f} ms; the console has {pool.memory():.0f} MiB")
    finally:
        pool.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v", default=ROOT + "/.build/debug/p2v")
    parser.add_argument("--shots", help="a folder for pictures of every page")
    parser.add_argument("--picture", help="write the README's picture of the console to this file (PNG)")
    parser.add_argument("--lab", help="VM=IP: a VM of the lab this runs in, which moves for real")
    parser.add_argument("--only", action="append", help="this journey; may be given more than once")
    args = parser.parse_args()
    if args.lab:
        return in_lab(args)
    pool = Pool(os.path.abspath(args.p2v), 4, 30)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_context().new_page()
            login(page, pool)
            for journey in JOURNEYS:
                if args.only and journey.__name__ not in args.only:
                    continue
                pool.xapi_seconds(pool.seconds)
                try:
                    journey(browser, page, pool, args)
                except (Error, SystemExit, AssertionError):
                    print(f"{journey.__name__}: on {page.url}: {page.inner_text('body')[:2000]}")
                    raise
            browser.close()
    finally:
        pool.end()
    if args.picture:
        picture(os.path.abspath(args.p2v), args.picture)
    if not args.only or "figures" in args.only:
        figures(os.path.abspath(args.p2v))


JOURNEYS = [wrong_token, viewer_refused, moves, moves_by_page, evacuates, stops, untrue_preview, forgeries, restart, approves, night,
            hostile_name, described, looks, silences]

if __name__ == "__main__":
    main()
