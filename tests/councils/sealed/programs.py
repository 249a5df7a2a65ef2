"""Run a program of the tests, one of these or any by its whole name, on the test's own database."""

from tests.servers.programs import report_of


def run(module, arguments, settings, tmp_path, *, patience=900):
    """Return what the program reported, as JSON; none of its processes outlives it."""
    name = module if "." in module else f"tests.councils.sealed.{module}"
    return report_of([name, *map(str, arguments)], settings, tmp_path, patience=patience)
