"""Run one of the programs beside these tests against the very database of the test."""

from tests.servers.programs import report_of


def run(module, arguments, settings, tmp_path, *, patience=900):
    """Return what the program reported, as JSON; none of its processes outlives it."""
    command = [f"tests.councils.sealed.{module}", *map(str, arguments)]
    return report_of(command, settings, tmp_path, patience=patience)
