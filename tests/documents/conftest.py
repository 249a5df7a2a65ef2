"""Browsers of the people a paper passes through."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def browsers(long_an, client_as):
    department = long_an.department
    return SimpleNamespace(
        stranger=client_as(long_an.stranger, long_an.elsewhere),
        below=client_as(long_an.officer, long_an.team3),
        secretary=client_as(long_an.secretary, department),
        head=client_as(long_an.head, department),
        clerk=client_as(long_an.clerk, department),
    )
