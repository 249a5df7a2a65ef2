"""Which settings name a store, and what is said about the others."""

import pytest

from workflow.core.storage.directory import DirectoryStore
from workflow.core.storage.opening import open_store
from workflow.core.storage.s3 import S3Store


@pytest.mark.parametrize("form", ["{}", "file://{}", "file://localhost{}"])
def test_a_folder_is_named_by_path_or_url(tmp_path, form):
    assert isinstance(open_store(form.format(tmp_path / "kho")), DirectoryStore)
    assert (tmp_path / "kho").is_dir()


def test_opening_an_s3_store_asks_no_server():
    assert isinstance(open_store("s3://k:s%2F%40@192.0.2.1:9000/bucket?secure=0"), S3Store)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/",
        "file://folder/x",
        "file:///",
        "ftp://host/x",
        "s3://host/bucket",
        "s3://key@host/bucket",
        "s3://key:sai-mật@host",
        "s3://key:sai-mật@host/bucket/folder",
        "s3://key:sai-mật@host/bucket?secure=no",
        "s3://key:sai-mật@host/bucket?insecure=1",
        "s3://key:sai-mật@host/bucket?secure",
        "s3://key:sai-mật@host:port/bucket",
        "s3://key:sai-mật@host/b",
    ],
)
def test_a_bad_setting_is_refused_without_repeating_its_secret(url):
    with pytest.raises(ValueError, match="storage|bucket|query field") as refusal:
        open_store(url)

    assert "sai-mật" not in str(refusal.value)
