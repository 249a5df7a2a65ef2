"""Sealed papers and their count: equal totals whatever the order, and no count of a changed box."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.councils.sealed.box import Slot, leads_to, path_of, root_of
from workflow.councils.sealed.counting import Fault, Refused, Sealed, count
from workflow.councils.sealed.sealing import BadPaper, Mark, binding, open_paper, seal

PRIVATE = X25519PrivateKey.generate()
PUBLIC = PRIVATE.public_key().public_bytes_raw()
ITEMS = (11, 12, 15)
A, D, X, B = Mark.AGREE, Mark.DISAGREE, Mark.OTHER, Mark.BLANK
PAPERS = [(A, A, D), (A, B, D), (A, D, X), (B, A, D)]
MARKS = st.lists(st.tuples(*[st.sampled_from(Mark)] * 3), max_size=12)


def _slot(marks, ballot="b1", items=ITEMS, public=PUBLIC):
    return Slot(secrets.token_bytes(16), seal(marks, public, binding(ballot, items)))


def _closed(box, *, voted=None, root=None, ballot="b1"):
    return Sealed(ballot, ITEMS, PUBLIC, len(box) if voted is None else voted,
                  root or root_of(box), box)  # fmt: skip


def test_a_box_is_counted_by_item():
    counted = count(_closed([_slot(one) for one in PAPERS]), PRIVATE)
    assert {item: [one[mark] for mark in (A, D, X, B)] for item, one in counted.items()} == {
        11: [3, 0, 0, 1], 12: [2, 1, 0, 1], 15: [0, 3, 1, 0],
    }  # fmt: skip


@settings(max_examples=30)
@given(MARKS, st.randoms())
def test_any_shuffle_of_the_box_has_the_same_totals_and_the_same_root(papers, random):
    box = [_slot(one) for one in papers]
    mixed = random.sample(box, len(box))
    assert count(_closed(mixed), PRIVATE) == count(_closed(box), PRIVATE)
    assert root_of(mixed) == root_of(box)


@settings(max_examples=30)
@given(MARKS)
def test_sealed_papers_are_of_one_length_and_no_two_are_alike(papers):
    sealed = [_slot(one).sealed for one in papers]
    assert len(set(sealed)) == len(sealed)
    assert {len(one) for one in sealed} <= {32 + len(ITEMS) + 16}


def _dropped(box):
    return box[1:]


def _added(box):
    return [*box, _slot((A, A, A))]


def _replaced(box):
    return [_slot((A, A, A)), *box[1:]]


def _replayed(box):
    return [Slot(secrets.token_bytes(16), box[1].sealed), *box[1:]]


def _of_another_ballot(box):
    return [_slot((A, A, A), ballot="b2"), *box[1:]]


TAMPERED = [(_dropped, Fault.FEWER), (_added, Fault.MORE), (_replaced, Fault.ROOT),
            (_replayed, Fault.ROOT), (_of_another_ballot, Fault.ROOT)]  # fmt: skip


@pytest.mark.parametrize(("tamper", "fault"), TAMPERED)
def test_a_box_changed_after_the_close_is_not_counted(tamper, fault):
    box = [_slot(one) for one in PAPERS]
    fixed = root_of(box)
    with pytest.raises(Refused) as refused:
        count(_closed(tamper(box), voted=len(box), root=fixed), PRIVATE)
    assert refused.value.fault is fault
    assert count(_closed(box, root=fixed), PRIVATE)[11][A] == 3


def test_a_paper_copied_from_another_ballot_before_the_close_is_not_counted_either():
    box = [_slot((A, A, A), ballot="b2"), _slot((A, A, A))]
    with pytest.raises(Refused) as refused:
        count(_closed(box), PRIVATE)
    assert refused.value.fault is Fault.PAPER


def test_a_paper_of_the_same_ballot_with_another_list_of_items_is_not_counted():
    with pytest.raises(Refused) as refused:
        count(_closed([_slot((A, A, A), items=(11, 12, 16))]), PRIVATE)
    assert refused.value.fault is Fault.PAPER


def test_a_key_of_another_ballot_counts_nothing():
    with pytest.raises(Refused) as refused:
        count(_closed([_slot((A, A, A))]), X25519PrivateKey.generate())
    assert refused.value.fault is Fault.KEY


def test_a_mark_no_paper_can_have_is_refused():
    bound = binding("b1", ITEMS)
    with pytest.raises(BadPaper):
        open_paper(seal((A, A, 7), PUBLIC, bound), PRIVATE, bound, 3)
    assert open_paper(seal((A, A, B), PUBLIC, bound), PRIVATE, bound, 3) == [A, A, B]


@settings(max_examples=30)
@given(MARKS.filter(bool))
def test_each_paper_can_be_shown_in_the_box_and_no_other_can(papers):
    box = [_slot(one) for one in papers]
    root, stranger = root_of(box), _slot((A, A, A))
    for one in box:
        path = path_of(box, one.slot)
        assert leads_to(one, path, root)
        assert not leads_to(Slot(one.slot, stranger.sealed), path, root)
    with pytest.raises(KeyError):
        path_of(box, stranger.slot)
