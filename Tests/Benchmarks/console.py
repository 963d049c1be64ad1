#!/usr/bin/env python3
"""p2v console in a real browser, over a pool of the XAPI double (not XAPI) of this project.

  apt install chromium; python3 -m venv venv; venv/bin/pip install playwright axe-playwright-python
  swift build --product p2v
  venv/bin/python Tests/Benchmarks/console.py [--p2v .build/debug/p2v] [--shots FOLDER]

Journeys, each of which ends the script when it fails: a wrong token, the right one; every page in both colours at 360 and
1440 pixels without a finding of axe-core and without sideways scrolling; a VM that moves is seen on the other host; a pool that
falls silent turns grey; a console that falls silent is said to; it all comes back. Then figures: time and size of the first page
with 64 hosts and 5,000 VMs, the way from an event to the screen, the console's memory with 100 browsers waiting.
"""
import argparse, concurrent.futures, http.client, json, os, re, shutil, signal, subprocess, sys, tempfile, time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = ["/", "/host?name=xs1", "/vm?name=vm00000", "/moves", "/night", "/room", "/record"]
PORT = 9181


class Pool:
    """The double, and a console that watches it."""

    def __init__(self, p2v, hosts, vms):
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
        self.run("pool", "--accept-new")
        self.start_console()

    def start_double(self):
        os.makedirs(self.folder + "/double", exist_ok=True)
        said = open(self.folder + "/double.log", "w+")
        self.double = subprocess.Popen(
            [sys.executable, ROOT + "/Sources/XenAPIDouble/xapi-double.py", "--folder", self.folder + "/double", "--hosts",
             str(self.hosts), "--vms", str(self.vms), "--memory", "1048576"],
            stdout=said, stderr=subprocess.DEVNULL, env=self.environment | {"XAPI_DOUBLE_PASSWORD": "double"})
        self.address = wait(lambda: re.search(r"127\.[0-9.]+:\d+", open(self.folder + "/double.log").read()), 60).group(0)

    def start_console(self):
        said = open(self.folder + "/console.log", "w+")
        self.console = subprocess.Popen(
            [self.p2v, "console", "--pool", self.folder + "/pool.yaml", "--port", str(PORT), "--reports", self.folder],
            stdout=subprocess.DEVNULL, stderr=said, env=self.environment)
        self.token = wait(lambda: re.search(r"token (\w{64})", open(self.folder + "/console.log").read()), 30).group(1)

    def run(self, *words):
        return subprocess.run([self.p2v, *words, "--pool", self.folder + "/pool.yaml"], env=self.environment,
                              capture_output=True, text=True)

    def memory(self):
        """MiB of the console."""
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.console.pid}/status").read()).group(1)) / 1024

    def end(self):
        for process in [self.console, self.double]:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        shutil.rmtree(self.folder)


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


def login(page, pool):
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.fill("#token", pool.token)
    page.click("button")
    page.wait_for_selector("nav")


def looks(browser, pool, shots):
    findings = 0
    for colour in ["light", "dark"]:
        for width in [360, 1440]:
            page = browser.new_context(color_scheme=colour, viewport={"width": width, "height": 900}).new_page()
            login(page, pool)
            for path in PAGES:
                page.goto(f"http://127.0.0.1:{PORT}{path}")
                page.wait_for_selector("main h1")
                found = [v["id"] for v in Axe().run(page).response["violations"]]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append("scrolls sideways")
                findings += len(found)
                if found:
                    print(f"{path} {colour} {width}: {found}")
                if shots:
                    page.screenshot(path=f"{shots}/{re.sub('[^a-z]', '', path.split('?')[0]) or 'pool'}-{colour}-{width}.png")
            page.context.close()
    assert not findings, f"{findings} findings"
    print(f"pages: {len(PAGES)} in both colours at two widths, 0 findings")


def wrong_token(browser, pool):
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.fill("#token", "guess")
    page.click("button")
    assert "not the token" in page.inner_text("main")
    page.context.close()
    time.sleep(1.2)


def moves(page, pool):
    """A VM is seen on the other host by itself, without a reload."""
    page.goto(f"http://127.0.0.1:{PORT}/vm?name=vm00000")
    before = page.inner_text("dl")
    target = "xs2" if re.search(r"Host\s+xs1", before) else "xs1"
    done = pool.run("migrate", "vm00000", "--to", target)
    assert done.returncode == 0, done.stderr
    began = time.monotonic()
    wait(lambda: re.search(rf"Host\s+{target}", page.inner_text("dl")), 20)
    print(f"a VM that moved stands on its new host {time.monotonic() - began:.1f} s after p2v migrate ended")


def silences(page, pool):
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
    body = connection.getresponse().read()
    return time.monotonic() - began, body


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
            answered = [w.result() for w in waiting]
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
    args = parser.parse_args()
    pool = Pool(os.path.abspath(args.p2v), 4, 30)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            wrong_token(browser, pool)
            looks(browser, pool, args.shots)
            page = browser.new_context().new_page()
            login(page, pool)
            moves(page, pool)
            silences(page, pool)
            browser.close()
    finally:
        pool.end()
    figures(os.path.abspath(args.p2v))


if __name__ == "__main__":
    main()
