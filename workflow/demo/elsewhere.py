"""What other offices bring: Đồng Nai's decisions of 2021, the ledger of Cục CTĐP."""

from datetime import date

from sqlalchemy import select

from workflow.accounts.models import Role
from workflow.accounts.queries import users_with
from workflow.accounts.sessions import actor_of
from workflow.archive.intake import Received, take_in_decision
from workflow.awards.models import Award, Ground, Honour
from workflow.core import clock
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.text import fold, sort_key
from workflow.organisations.models import Organisation
from workflow.recipients.models import Membership, Recipient, RecipientKind

DONG_NAI, LOCAL_INDUSTRY = "Cục QLTT Đồng Nai", "Cục CTĐP"
ENTERED_ON = date(2021, 12, 31)
SOURCE = "Bài tổng kết thành tích của Cục Công Thương địa phương"
PROVINCE, GENERAL, MINISTRY = (
    "UBND tỉnh Đồng Nai", "Tổng cục Quản lý thị trường", "Bộ Công Thương",
)  # fmt: skip

# Number, date and counts exactly as the article has them; it names nobody. The date of
# 1365/QĐ-UBND is evidently a slip: it is kept as written and flagged, never corrected.
DECISIONS = (
    ("4861/QĐ-UBND", "01/12/2021", PROVINCE, "Bằng khen", 1, 1,
     "Tặng Bằng khen cho tập thể, cá nhân có thành tích xuất sắc trong công tác phối hợp, "
     "kiểm tra, xử lý vi phạm trong lĩnh vực mỹ phẩm"),
    ("4860/QĐ-UBND", "01/12/2021", PROVINCE, "Bằng khen", 1, 0,
     "Tặng Bằng khen cho tập thể có thành tích xuất sắc trong công tác phối hợp, kiểm tra, xử lý "
     "vi phạm trong lĩnh vực phân bón"),
    ("2325/QĐ-TCQLTT", "04/10/2021", GENERAL, "Giấy khen", 1, 1,
     "Tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong việc triển khai, thực hiện "
     "Chỉ thị số 08/CT-BCT của Bộ trưởng Bộ Công Thương"),
    ("1365/QĐ-UBND", "26/4/2027", PROVINCE, "Bằng khen", 0, 24,
     "Khen thưởng cá nhân có thành tích góp phần hoàn thành nhiệm vụ phát triển kinh tế - xã hội, "
     "quốc phòng - an ninh trên địa bàn tỉnh Đồng Nai năm 2020"),
    ("2741/QĐ-BCT", "07/12/2021", MINISTRY, "Bằng khen", 0, 9,
     "Tặng Bằng khen cho 9 cá nhân Cục Quản lý thị trường tỉnh Đồng Nai"),
)  # fmt: skip
LEDGER = {
    "TTLDXS": (2013, 2015, 2016, 2017, 2018),
    "COBT": (2013, 2014, 2016, 2018),
    "BKTTG_TT": (2013, 2015, 2017, 2019),
    "COCP": (2015,),
}


def _office(short_name: str) -> Organisation:
    return db.session.scalars(
        select(Organisation).where(Organisation.short_name == short_name)
    ).one()


def _clerk_of(organisation: Organisation) -> Actor:
    return actor_of(users_with(Role.CLERK, organisation.id, clock.today())[0], organisation.id)


def load_received_decisions() -> None:
    """Enter Đồng Nai's five decisions of 2021 as its clerk would, at the end of that year."""
    clock.move_to(clock.start_of(ENTERED_ON))
    clerk = _clerk_of(_office(DONG_NAI))
    for number, dated, issuer, award, collectives, individuals, title in DECISIONS:
        received = Received(
            number_text=number, date_text=dated, issuer=issuer, title=title, award_name=award,
            arrived_on=ENTERED_ON, collectives=collectives, individuals=individuals,
        )  # fmt: skip
        take_in_decision(received, actor=clerk)


def load_ledger() -> None:
    """Enter the honours of Cục Công Thương địa phương with their exact years and their source."""
    office = _office(LOCAL_INDUSTRY)
    collective = Recipient(
        kind=RecipientKind.COLLECTIVE, name=office.name, name_fold=fold(office.name),
        sort_key=sort_key(office.name), organisation_id=office.id,
    )  # fmt: skip
    db.session.add(collective)
    db.session.flush()
    db.session.add(
        Membership(recipient_id=collective.id, organisation_id=office.id,
                   valid_from=office.valid_from)
    )  # fmt: skip
    awards = {row.code: row.id for row in db.session.execute(select(Award.code, Award.id))}
    for code, years in LEDGER.items():
        for year in years:
            db.session.add(
                Honour(recipient_id=collective.id, award_id=awards[code], ground=Ground.MERIT,
                       year=year, source=SOURCE)
            )  # fmt: skip
