"""An administrator of the deciding office, and a style of its own."""

import pytest

from workflow.core.unit_of_work import unit_of_work
from workflow.decisions.families import Family
from workflow.decisions.printing.models import Layout
from workflow.decisions.printing.services import Wanted, edit_style
from workflow.decisions.printing.stock import usual_stock


@pytest.fixture
def admin(long_an, make_user, actor):
    return actor(make_user(long_an.department, "administrator"), long_an.department)


@pytest.fixture
def choose(long_an, admin):
    """Set how the department's Giấy khen looks."""

    def do(
        stock=None, *, on_stock=True, layout=Layout.RED_AND_GOLD, version=0, family=Family.MERIT
    ):
        with unit_of_work():
            return edit_style(
                long_an.department.public_id, family,
                Wanted(layout, on_stock, stock or usual_stock()), version=version, actor=admin,
            )  # fmt: skip

    return do
