"""Files of a row: taken in, shown to those who may see the dossier, and to nobody else."""

import io

import pytest
from PIL import Image

from workflow.documents.queries import documents_of
from workflow.proposals.queries import nominations_of


def a_picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def attached(make_proposal, client_as, long_an):
    proposal = make_proposal()
    row = nominations_of(proposal.id)[0]
    officer = client_as(long_an.officer, long_an.team3)
    answer = officer.post(
        f"/proposals/{proposal.public_id}/attach-evidence/{row.public_id}",
        data={"file": (io.BytesIO(a_picture()), "xep-loai.png"), "title": "Kết quả xếp loại"},
    )
    assert answer.status_code == 302
    return proposal, row, officer


def test_an_attached_file_is_read_by_the_unit_and_by_no_stranger(attached, client_as, long_an):
    _proposal, row, officer = attached
    (link,) = documents_of("nomination", row.id)
    url = f"/documents/{link.document.public_id}/download"
    stranger = client_as(long_an.stranger, long_an.elsewhere)

    assert stranger.get(url).status_code == 404
    assert (officer.get(url).data, link.document.title) == (a_picture(), "Kết quả xếp loại")


def test_a_removed_file_leaves_the_dossier(attached):
    proposal, row, officer = attached
    (link,) = documents_of("nomination", row.id)

    officer.post(f"/proposals/{proposal.public_id}/remove-evidence/{row.public_id}",
                 data={"document": link.document.public_id})  # fmt: skip

    assert documents_of("nomination", row.id) == []


def test_a_file_of_the_wrong_type_is_refused_beside_its_field(make_proposal, client_as, long_an):
    proposal = make_proposal()
    row = nominations_of(proposal.id)[0]
    officer = client_as(long_an.officer, long_an.team3)

    answer = officer.post(
        f"/proposals/{proposal.public_id}/attach-evidence/{row.public_id}",
        data={"file": (io.BytesIO(b"MZ\x90\x00"), "virus.exe"), "title": "x"},
    )

    assert (answer.status_code, documents_of("nomination", row.id)) == (422, [])
    assert 'id="file-error"' in answer.text
