"""A file the agency seals alone: its words in the top right corner, and what attackers do to it."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from tests.signatures.engine import attacking
from tests.signatures.making import LATER, SEALED, drawn_paper, fingerprint, said
from workflow.documents.engine.faces import serif_faces
from workflow.documents.engine.jobs.faults import Fault
from workflow.signatures.engine.corner import with_corner
from workflow.signatures.engine.filling import NotEmpty, Timed
from workflow.signatures.engine.profile import SEAL
from workflow.signatures.engine.reasons import Code
from workflow.signatures.engine.report import Expected, Role, Signer
from workflow.signatures.engine.signing import renew, seal
from workflow.signatures.engine.verifying import verify
from workflow.signatures.states import Verdict

WORDS = ["Sao y", "Cục Quản lý thị trường tỉnh Long An"]
PRINTED = [*WORDS, "Thời gian ký: 29-12-2020 09:15:00 +07:00"]


@pytest.fixture(scope="module")
def laid_out():
    return with_corner(drawn_paper(), WORDS, serif_faces())


@pytest.fixture(scope="module")
def copy(maker, laid_out):
    """The digitised copy, archival."""
    return seal(laid_out, maker.key("seal"), maker.means(SEALED), values=Timed(SEALED))


@pytest.fixture
def judged(maker):
    def judge(pdf, digest=""):
        expected = Expected([Signer(SEAL, frozenset({fingerprint(maker.key("seal"))}))], digest)
        report = verify(pdf, maker.trust(LATER), expected, LATER)
        assert "" not in said(report)
        bad = [*report.reasons, *(one for each in report.findings for one in each.reasons)]
        return report, {one.code for one in bad if one.weight is Verdict.INVALID}

    return judge


def corner_of(pdf, size):
    """The lines in the upper right of the first page, as a reader sees it, fields included."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    assert page.get_size() == size
    pypdfium2.raw.FPDFPage_Flatten(page.raw, pypdfium2.raw.FLAT_PRINT)
    page = document[0]
    text = page.get_textpage().get_text_bounded(
        left=size[0] / 3, bottom=size[1] - 57, right=size[0] - 28, top=size[1] - 14
    )
    return [line.strip() for line in text.splitlines()]


def test_form_agency_and_time_stand_top_right_upright_in_ten_points(copy):
    assert corner_of(copy, (595, 842)) == PRINTED
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        written = pdf.pages[0].Contents[-1].read_bytes()
        shown = next(one for one in pdf.Root.AcroForm.Fields if one.T == "ThoiGianKy")
        assert b"0 g BT\n/BVCORNER 10.00 Tf" in written
        assert b" 10.00 Tf" in shown.AP.N.read_bytes()
        fonts = [*pdf.pages[0].Resources.Font.values(), *shown.AP.N.Resources.Font.values()]
        assert "/BVSERF+LiberationSerif-Regular" in {one.BaseFont for one in fonts}
        seal = next(one for one in pdf.Root.AcroForm.Fields if one.T == "CoQuan")
        assert b" Do" not in seal.AP.N.read_bytes()  # no picture


@pytest.mark.parametrize(
    ("size", "fits"), [((298, 420), True), ((260, 100), True), ((200, 420), False), ((298, 30), False)]
)  # fmt: skip
def test_on_a_page_too_small_for_them_they_are_refused_and_never_cut(size, fits):
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        written = io.BytesIO()
        pdf.save(written)
    words = ["Số: 846/QĐ-CQLTT"]

    if fits:
        with_corner(written.getvalue(), words, serif_faces())
    else:
        with pytest.raises(Fault) as refused:
            with_corner(written.getvalue(), words, serif_faces())
        assert refused.value.code == "narrow"


@pytest.mark.parametrize(("turn", "size"), [(90, (842, 595)), (180, (595, 842))])
def test_on_a_page_that_is_shown_turned_they_stand_top_right_all_the_same(maker, turn, size):
    with pikepdf.open(io.BytesIO(drawn_paper())) as pdf:
        pdf.pages[0].Rotate = turn
        turned = io.BytesIO()
        pdf.save(turned)
    made = with_corner(turned.getvalue(), ["Số: 846/QĐ-CQLTT"], serif_faces())
    made = seal(made, maker.key("seal"), maker.means(SEALED, "B"), values=Timed(SEALED))
    assert corner_of(made, size) == ["Số: 846/QĐ-CQLTT", PRINTED[-1]]


def test_a_long_name_is_broken_between_words(maker):
    name = "Ban Quản lý Khu kinh tế cửa khẩu quốc tế Mộc Bài và các khu công nghiệp tỉnh Tây Ninh"
    made = with_corner(drawn_paper(), ["Sao y", name], serif_faces())
    made = seal(made, maker.key("seal"), maker.means(SEALED, "B"), values=Timed(SEALED))
    first, *lines, last = corner_of(made, (595, 842))
    assert (first, " ".join(lines), last, len(lines)) == ("Sao y", name, PRINTED[-1], 2)


@pytest.mark.parametrize("level", ["B", "T", "LTA"])
def test_sealed_by_the_agency_alone_it_is_valid_at_every_level(maker, laid_out, judged, level):
    made = seal(laid_out, maker.key("seal"), maker.means(SEALED, level), values=Timed(SEALED))
    report, _codes = judged(made)
    [finding] = report.findings
    assert (report.verdict, report.reasons, finding.role, finding.verdict) == (
        Verdict.VALID, (), Role.SEAL, Verdict.VALID,
    )  # fmt: skip
    assert len(report.archival) == (level == "LTA")


def test_no_byte_no_edit_and_no_missing_seal_passes_but_a_renewal_does(
    maker, laid_out, copy, judged
):
    def verdict(pdf):
        report, codes = judged(pdf)
        return report.verdict, codes

    def another_time(writer):
        field = attacking.field_of(writer, "ThoiGianKy")
        field["/V"] = attacking.generic.pdf_string("01-01-2020 00:00:00 +07:00")
        writer.update_container(field)

    assert verdict(copy) == (Verdict.VALID, set())
    renewed = renew(copy, maker.stamp(LATER), maker.evidence(LATER), LATER)
    assert verdict(renewed) == (Verdict.VALID, set())
    assert verdict(copy + b"\n%%EOF\n")[0] is Verdict.INVALID
    for change in (another_time, attacking.page_content, attacking.annotation):
        verdict_after, codes = verdict(attacking.updated(copy, change))
        assert (verdict_after, {Code.NOT_WHOLE, Code.FORBIDDEN_CHANGE} <= codes) == (
            Verdict.INVALID, True,
        )  # fmt: skip
    assert Code.SIGNATURE_MISSING in verdict(laid_out)[1]
    assert Code.DIGEST_DIFFERS in judged(renewed, judged(copy)[0].digest)[1]


def test_another_agencys_seal_or_a_persons_is_not_the_seal_expected(maker, laid_out, judged):
    made = seal(laid_out, maker.key("head"), maker.means(SEALED, "T"), values=Timed(SEALED))
    report, codes = judged(made)
    assert (report.verdict, codes) == (Verdict.INVALID, {Code.WRONG_CERTIFICATE})


def test_the_time_is_asked_for_where_no_time_can_be_written(maker, prepared, laid_out):
    key, by = maker.key("seal"), maker.means(SEALED, "B")
    with pytest.raises(NotEmpty):
        seal(prepared, key, by, values=Timed(SEALED))
    once = seal(laid_out, key, by, values=Timed(SEALED))
    with pytest.raises(NotEmpty):
        seal(once, key, replace(by, at=LATER), values=Timed(LATER))


def test_layers_are_refused_and_what_annotations_show_stays_on_the_page():
    def changed(change):
        with pikepdf.open(io.BytesIO(drawn_paper())) as pdf:
            change(pdf)
            made = io.BytesIO()
            pdf.save(made)
        return made.getvalue()

    def layered(pdf):
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Lớp"))
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.OC = layer
        pdf.pages[0].add_resource(form, Name.XObject, Name.Hidden)

    def stamped(pdf):
        form = pdf.make_stream(
            b"1 0 0 rg 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50]
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 100, 150, 150], F=4,
            AP=Dictionary(N=form),
        ))])  # fmt: skip

    with pytest.raises(Fault) as refused:
        with_corner(changed(layered), WORDS, serif_faces())
    assert refused.value.code == "unfit"
    kept = with_corner(changed(stamped), WORDS, serif_faces())
    page = pypdfium2.PdfDocument(kept)[0].render().to_pil()
    assert page.getpixel((125, 842 - 125)) == (255, 0, 0)
    with pytest.raises(Fault) as refused:
        with_corner(drawn_paper(), ["Sao y", "𒀀"], serif_faces())
    assert (refused.value.code, refused.value.data) == ("letters", {"letters": "𒀀"})
