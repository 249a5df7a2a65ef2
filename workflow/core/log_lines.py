"""What a process of ours says of itself: one line for each thing that happens, with its time."""

import logging

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def write_log_lines() -> None:
    """Send this process's own log to standard error; whoever started it keeps it."""
    logging.basicConfig(format=LINE)
    logging.getLogger("workflow").setLevel(logging.INFO)
