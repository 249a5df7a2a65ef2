"""The demonstration as a person starts it, and a real browser in front of it."""

import hashlib
import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.journeys.acts import blank_scan, keep_scan
from tests.servers import programs
from tests.servers.memory import in_memory
from tools.demo import ROOM

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip
START_LIMIT_SECONDS, LOAD_LIMIT_SECONDS = 180, 900
RECORD, COUNT = re.compile(r"/(?=[\w-]*[\d_A-Z])[\w-]{20,}"), re.compile(r"[\d\s]+")


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(url, process):
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the demonstration stopped before it answered")
        try:
            urllib.request.urlopen(url, timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the demonstration did not answer in time")


def _load_once(folder):
    """Load the demonstration there; of several test processes the first does, the others wait."""
    done = folder.with_suffix(".done")
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + LOAD_LIMIT_SECONDS
        while not done.exists():
            if time.monotonic() > deadline:
                raise RuntimeError("the demonstration was not loaded in time") from None
            time.sleep(0.2)
        return
    environ = dict(os.environ, BANGVANG_INSTANCE=str(folder), BANGVANG_MODE="demo")
    try:
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "demo"],
            cwd=ROOT, env=environ, check=True, capture_output=True,
        )  # fmt: skip
    finally:
        done.touch()


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A folder all processes of one run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def loaded(shared):
    """The demonstration's data, loaded once; journeys work on copies.

    BANGVANG_LOADED_DEMO names a folder loaded before, to try one journey again and again.
    """
    if ready := os.environ.get("BANGVANG_LOADED_DEMO"):
        return Path(ready)
    _load_once(shared / "loaded")
    return shared / "loaded"


def _started(request, environ, port, log):
    """Start worker and web server; the longest story as a person does, by the one command."""
    if getattr(request.module, "STARTED_AS_A_PERSON_DOES", False):
        command = [sys.executable, "-m", "tools.demo", "--port", str(port)]
        with log.open("wb") as told:
            return [
                subprocess.Popen(
                    command, cwd=ROOT, env=environ, stdout=told, stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            ]  # fmt: skip
    serve = ["waitress", "--host=127.0.0.1", f"--port={port}", "--threads=8", *ROOM, "wsgi:app"]
    commands = [["flask", "--app", "wsgi", "worker"], serve]
    return [programs.start(command, environ, log) for command in commands]


@pytest.fixture(scope="module")
def home():
    with TemporaryDirectory(prefix="bangvang-demo-", dir=in_memory()) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def demo(request, loaded, home):
    """A demonstration of its own for each journey: database, worker, web server."""
    folder, port = home / "instance", _free_port()
    shutil.copytree(loaded, folder)
    environ = dict(os.environ, BANGVANG_INSTANCE=str(folder), BANGVANG_MODE="demo")
    processes = _started(request, environ, port, folder / "log")
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(f"{url}/accounts/sign-in", processes[-1])
        yield url
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(timeout=30)
        lines = (folder / "log").read_text().splitlines()
        faults = [line for line in lines if "Traceback" in line or "ERROR workflow." in line]
        assert faults == [], (folder / "log").read_text()[-4000:]


@pytest.fixture(scope="package")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Desk:
    """One person's browser window. Every page reached is checked by axe and for errors."""

    def __init__(self, context, url, seen, *, scripted=True):
        self.context, self.url, self.seen, self.scripted = context, url, seen, scripted
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("response", self._note)

    def _note(self, response):
        assert response.status < 500, f"{response.status} {response.url}"

    def open(self, path):
        self.page.goto(self.url + path)
        self.check()

    def click(self, name, *, role="button", exact=False, nth=0):
        self.page.get_by_role(role, name=name, exact=exact).nth(nth).click()
        self.page.wait_for_load_state()
        self.check()

    def link(self, name, **options):
        self.click(name, role="link", **options)

    def menu(self, name):
        """Follow an item of the rail, wherever it stands there."""
        item = self.page.locator(".rail").get_by_role("link", name=name)
        if item.count() == 0:
            self.page.locator(".rail details.more summary").click()
        item.first.click()
        self.page.wait_for_load_state()
        self.check()

    def field(self, label, kind="input, textarea"):
        return self.page.get_by_label(label, exact=False).and_(self.page.locator(kind)).first

    def fill(self, label, value):
        self.field(label).fill(value)

    def choose(self, label, text):
        """Choose the first option that holds `text`."""
        box = self.field(label, "select")
        box.select_option(box.locator("option", has_text=text).first.get_attribute("value"))

    def says(self, text):
        self.page.get_by_text(text, exact=False).first.wait_for()

    def download(self, name):
        """Return the bytes behind the first link of this name."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=name).first.click()
        return Path(download.value.path()).read_bytes()

    def wait_for(self, text, *, role=None, seconds=90):
        """Ask until the page says `text`, or offers it in that role: a worker is busy with it.

        It is drawn again only then: the worker needs the machine more than the browser does.
        """
        sought = self.page.get_by_text(text, exact=False)
        if role:
            sought = self.page.get_by_role(role, name=text, exact=True)
        deadline = time.monotonic() + seconds
        while sought.count() == 0:
            if time.monotonic() > deadline:
                raise AssertionError(f"the page never said {text!r}: {self.page.url}")
            self.page.wait_for_timeout(400)
            if text in html.unescape(self.page.request.get(self.page.url).text()):
                self.page.reload()

    def check(self):
        """Let axe look at each kind of page once: the same address with the same parts."""
        address = RECORD.sub("/*", self.page.url.split("?")[0].removeprefix(self.url))
        parts = self.page.locator("h2").evaluate_all("all => all.map(one => one.textContent)")
        kind = (address, sorted({COUNT.sub("", part) for part in parts}))
        # without scripts axe would wait for ever
        if not (self.scripted and self.seen.is_new(kind)):
            return
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        told = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
        assert told == [], f"{self.page.url}: {told}"


class Seen:
    """The kinds of pages axe has looked at, a file each: every process of the run reads them."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def is_new(self, kind):
        try:
            (self.folder / hashlib.sha256(repr(kind).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


@pytest.fixture(scope="session")
def seen(shared):
    return Seen(shared / "seen")


@pytest.fixture(scope="module")
def office(demo, browser, seen):
    """Let somebody of the demonstration sit down: `office("Trần Thị Bích")`."""
    desks = {}

    def sit_down(name, **options):
        if name not in desks:
            context = browser.new_context(
                viewport={"width": 1366, "height": 900}, locale="vi-VN", **options
            )
            scripted = options.get("java_script_enabled", True)
            desks[name] = desk = Desk(context, demo, seen, scripted=scripted)
            desk.open("/accounts/sign-in")
            desk.page.locator("details.more summary").click()
            desk.click(name)
        return desks[name]

    yield sit_down
    for desk in desks.values():
        desk.context.close()


@pytest.fixture(scope="session")
def scan():
    return blank_scan()


@pytest.fixture(scope="module")
def take_through(office):
    """Take papers, each to its number, through checking, signing, numbering, scan and issue.

    Each step is taken for all of them: while one is on a desk the worker draws the next.
    """

    def run(drafter, *, signers, clerk, papers, checker=""):
        desk, checking, numbering = office(drafter), office(checker or drafter), office(clerk)
        for address in papers:
            checking.page.goto(address)
            checking.wait_for("Tải PDF")
            checking.click("Đã kiểm tra nội dung và thể thức")
            desk.page.goto(address)
            desk.click("Trình ký")
        for address in papers:
            for name in signers:
                office(name).page.goto(address)
                office(name).click("Ký", exact=True)
        for address, number in papers.items():
            numbering.page.goto(address)
            numbering.click(f"Cấp số {number}")
        for address in papers:
            numbering.page.goto(address)
            numbering.wait_for("Bản có số")
            keep_scan(numbering)
            numbering.click("Phát hành")
            numbering.says("Đã ban hành")

    return run
