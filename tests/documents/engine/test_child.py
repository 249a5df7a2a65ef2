"""The limits of the child: memory, time, network, environment, and its own death."""

import os
import threading
import time
from pathlib import Path

import pytest

from tests.documents.engine.conftest import paper, text_in
from workflow.documents.engine import child
from workflow.documents.engine.child import Limits, network_isolated, run_limited, warm_up
from workflow.documents.engine.errors import LimitExceeded
from workflow.documents.engine.rendering import render

LOOPS = paper(
    "{% for x in a %}{% for y in a %}{% for z in a %}x{% endfor %}{% endfor %}{% endfor %}"
)
PAYLOAD = {"act": "render", "title": "", "context": {"a": [1] * 2000}}


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(cpu_seconds=1), "SIGXCPU"),
        (Limits(wall_seconds=0.5), "SIGKILL"),
        (Limits(memory_mib=200), "MemoryError"),
    ],
)
def test_a_job_over_its_limit_is_stopped_and_the_next_one_runs(limits: Limits, reason: str):
    started = time.monotonic()
    with pytest.raises(LimitExceeded) as stopped:
        run_limited("render", PAYLOAD, [LOOPS], limits)
    assert (stopped.value.reason, time.monotonic() - started < 8) == (reason, True)
    assert text_in(render(paper("{{ a }}"), {"a": "còn chạy"})) == "còn chạy"


def test_threads_do_not_mix_their_papers():
    printed: dict[int, str] = {}

    def work(number: int) -> None:
        printed[number] = text_in(render(paper("{{ a }}"), {"a": number}))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert printed == {number: str(number) for number in range(12)}


def test_a_forked_worker_gets_its_own_server():
    warm_up()
    first = child._servers[0].pid
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            right = text_in(render(paper("{{ a }}"), {"a": "x"})) == "x"
            status = 0 if right and child._servers[0].pid != first else 2
            child._servers[0].stop()
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert text_in(render(paper("{{ a }}"), {"a": "x"})) == "x"


def test_the_server_has_an_empty_environment_and_no_network():
    warm_up()
    render(paper("a"), {})
    proc = Path(f"/proc/{child._servers[0].pid}")
    names = {part.split(b"=")[0] for part in (proc / "environ").read_bytes().split(b"\0") if part}
    devices = [
        line.split(":")[0].strip() for line in (proc / "net/dev").read_text().splitlines()[2:]
    ]
    assert names == {b"PATH", b"LANG"}
    if network_isolated():
        assert devices == ["lo"]
