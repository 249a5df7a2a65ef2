"""The pages a proposed version is looked at with: before, after, and with awkward data."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.core.actors import Actor
from workflow.core.i18n import on_paper
from workflow.core.jobs import Job, JobState
from workflow.documents import generation
from workflow.documents.contents import PDF
from workflow.documents.models import Document, DocumentLink, DocumentTemplate, Drawing
from workflow.documents.pictures import can_show
from workflow.documents.templating.papers import sample_of, title_of
from workflow.documents.templating.trials import with_much

OWNER = "document_template"
BEFORE, AFTER, LONG = "before", "after", "long"


@dataclass(frozen=True)
class Pages:
    """The pages of one trial, or how far their drawing is."""

    wished: bool
    pdf: Document | None
    job: Job | None
    without_converter: bool

    @classmethod
    def of(cls, drawing: Drawing | None, links: Sequence[DocumentLink]) -> "Pages":
        if drawing is None:
            return cls(False, None, None, False)
        if drawing.drawn_round != drawing.round:
            return cls(True, None, drawing.job, False)
        pdfs = [one.document for one in links if one.document.file.media_type == PDF]
        return cls(True, next(iter(pdfs), None), drawing.job, drawing.without_pdf)

    @property
    def is_there(self) -> bool:
        """Whether there is at least one page to look at."""
        return self.pdf is not None and (self.pdf.pages or 0) > 0

    @property
    def can_show(self) -> bool:
        """Whether the pages are few enough to be shown one by one."""
        return self.pdf is not None and can_show(self.pdf)

    @property
    def is_under_way(self) -> bool:
        """Whether a worker draws them, or will."""
        open_states = (JobState.WAITING, JobState.RUNNING)
        return self.pdf is None and self.job is not None and self.job.state in open_states

    @property
    def is_stuck(self) -> bool:
        """Whether nothing will come of it unless somebody has it drawn again."""
        failed = self.job is not None and self.job.state is JobState.FAILED
        empty = self.pdf is not None and not self.is_there
        return self.without_converter or empty or failed


def draw_trials(template: DocumentTemplate, organisation_id: int, *, actor: Actor) -> None:
    """Have the pages drawn, each by a job of its own: one that fails does not keep the others."""
    sample, title = sample_of(template.name), title_of(template.name)
    trials = [(AFTER, template.id, sample), (LONG, template.id, with_much(sample))]
    if template.based_on_id is not None:
        trials.insert(0, (BEFORE, template.based_on_id, sample))
    said = {BEFORE: "bản được thay", AFTER: f"bản {template.version}", LONG: "dữ liệu khó"}
    for purpose, template_id, context in trials:
        with on_paper():
            generation.request(
                template.name, context, title=f"Xem thử mẫu {title}, {said[purpose]}",
                owner=(OWNER, template.id), purpose=purpose, organisation_id=organisation_id,
                actor=actor, template_id=template_id,
            )  # fmt: skip
