"""Which domain hears which event, and who judges the files of which owner."""


def connect_domains() -> None:
    """Subscribe every hearer. Called once for each application; doing it twice changes nothing."""
