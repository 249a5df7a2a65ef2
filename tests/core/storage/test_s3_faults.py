"""An S3 server that is down, slow, breaks off or lies, over real connections."""

import io
import time

import pytest

from tests.servers.proxy import proxy_to
from tools.s3_server import KEY, start
from workflow.core.errors import DamagedFile, StoreRefused, StoreUnavailable
from workflow.core.storage.breaker import Breaker
from workflow.core.storage.opening import open_store
from workflow.core.storage.port import key
from workflow.core.storage.s3 import S3Store
from workflow.core.storage.s3_wire import Patience


def connect(server, port, **patience):
    return S3Store.connect(
        endpoint=f"127.0.0.1:{port}",
        access_key=KEY,
        secret_key=server.secret,
        bucket="bangvang",
        secure=False,
        patience=Patience(**patience),
        breaker=Breaker(failures=1000),
    )


@pytest.fixture
def proxy(s3):
    with proxy_to(s3.port) as proxy:
        yield proxy


@pytest.fixture
def behind_proxy(s3, proxy):
    return connect(s3, proxy.port, read=0.5)


def bodies(change):
    """Apply the change to answers that carry our content, leave headers and XML alone."""

    def answer(data):
        return change(data) if b"Quy\xe1\xba\xbft" in data else data

    return answer


def test_a_killed_server_is_noticed_quickly_and_found_again_after_its_restart(tmp_path, paper):
    server = start(tmp_path)
    try:
        now = [0.0]
        store = S3Store.connect(
            endpoint=f"127.0.0.1:{server.port}",
            access_key=KEY,
            secret_key=server.secret,
            bucket="bangvang",
            secure=False,
            breaker=Breaker(clock=lambda: now[0]),
        )
        paper.put_into(store)
        server.kill()

        began = time.monotonic()
        for act in (lambda: store.open(paper.digest), lambda: paper.put_into(store)):
            with pytest.raises(StoreUnavailable):
                act()
        with pytest.raises(StoreUnavailable):
            list(store.digests())
        took = time.monotonic() - began
        with pytest.raises(StoreUnavailable):
            store.exists(paper.digest)  # the circuit is open by now

        server = start(tmp_path, server.port)
        now[0] += 6
        assert store.open(paper.digest) == paper.content
        assert took < 5
    finally:
        server.kill()


def test_a_store_down_at_the_start_is_opened_and_works_once_it_is_up(tmp_path, paper):
    server = start(tmp_path)
    try:
        url = server.url()
        server.kill()
        store = open_store(url)
        with pytest.raises(StoreUnavailable) as refusal:
            store.check()

        server = start(tmp_path, server.port)
        store.check()
    finally:
        server.kill()
    assert str(refusal.value) == (
        "Kho tệp không trả lời. Nội dung chưa được lưu; hãy thử lại sau ít phút."
    )


def test_a_silent_server_is_given_up_after_the_read_time(behind_proxy, proxy, paper):
    paper.put_into(behind_proxy)
    proxy.be_silent()
    began = time.monotonic()

    with pytest.raises(StoreUnavailable):
        behind_proxy.open(paper.digest)
    with pytest.raises(StoreUnavailable):
        paper.put_into(behind_proxy)

    assert time.monotonic() - began < 3
    proxy.be_honest()
    assert behind_proxy.open(paper.digest) == paper.content


def test_a_large_file_gets_through_a_slow_line(s3, proxy, paper):
    store = connect(s3, proxy.port, connect=0.25)
    large = type(paper)(paper.content * 300_000)
    proxy.be_slow(0.003)
    began = time.monotonic()

    large.put_into(store)

    assert time.monotonic() - began > 4 * 0.25
    assert store.open(large.digest) == large.content


def test_a_dripping_server_is_given_up_after_the_whole_time(s3, proxy, paper):
    ticks = iter(range(0, 10_000, 50))
    store = connect(s3, proxy.port, clock=lambda: next(ticks), whole=40)
    paper.put_into(open_store(s3.url()))

    with pytest.raises(StoreUnavailable):
        store.open(paper.digest)


def test_a_connection_broken_in_the_middle_of_a_file_is_no_file(behind_proxy, proxy, paper):
    paper.put_into(behind_proxy)
    half = []

    def break_off(data):
        if half:
            return None
        half.append(data)
        return data[: -len(paper.content) // 2]

    proxy.answers = bodies(break_off)
    with pytest.raises(StoreUnavailable):
        behind_proxy.open(paper.digest)

    proxy.be_honest()
    assert behind_proxy.open(paper.digest) == paper.content


def test_a_lying_server_is_not_believed_when_reading(behind_proxy, proxy, paper):
    paper.put_into(behind_proxy)
    proxy.answers = bodies(lambda data: data.replace(b"Ngh", b"Tin"))

    with pytest.raises(DamagedFile):
        behind_proxy.open(paper.digest)

    proxy.be_honest()
    assert behind_proxy.open(paper.digest) == paper.content


def test_short_data_with_a_matching_length_is_not_believed(behind_proxy, proxy, paper):
    paper.put_into(behind_proxy)
    length = len(paper.content)
    proxy.answers = bodies(
        lambda data: data.replace(b"ength: %d" % length, b"ength: %d" % (length - 5))[:-5]
    )

    with pytest.raises(DamagedFile):
        behind_proxy.open(paper.digest)


def test_a_lying_server_is_not_believed_when_writing(s3, behind_proxy, proxy, paper):
    proxy.answers = bodies(lambda data: data.replace(b"Ngh", b"Tin"))

    with pytest.raises(StoreRefused):
        paper.put_into(behind_proxy)

    honest = open_store(s3.url())
    assert not honest.exists(paper.digest)
    proxy.be_honest()
    paper.put_into(behind_proxy)
    assert honest.open(paper.digest) == paper.content


def test_bytes_changed_on_their_way_to_the_server_are_refused(s3, behind_proxy, proxy, paper):
    proxy.requests = lambda data: data.replace(b"Ngh", b"Tin")

    with pytest.raises(StoreRefused):
        paper.put_into(behind_proxy)

    assert not open_store(s3.url()).exists(paper.digest)


def test_nothing_stays_in_the_staging_area(s3, paper):
    store = open_store(s3.url("staged"))
    paper.put_into(store)
    with pytest.raises(StoreRefused):
        store.put("0" * 64, io.BytesIO(paper.content), len(paper.content))

    names = [entry.object_name for entry in s3.client().list_objects("staged", recursive=True)]

    assert names == [key(paper.digest)]


def test_a_wrong_secret_is_said_clearly(s3):
    store = open_store(s3.url().replace(s3.secret, "sai-kho%C3%A1"))

    with pytest.raises(StoreRefused) as refusal:
        store.check()

    assert str(refusal.value) == (
        "Kho tệp từ chối khoá truy cập của chương trình. "
        "Hãy báo người quản trị kiểm tra BANGVANG_STORAGE_URL."
    )
