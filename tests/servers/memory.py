"""Where the files of a test may lie: in memory, since each commit waits for a disk otherwise."""

import os
import shutil
from pathlib import Path

SHARED = Path("/dev/shm")
ENOUGH_BYTES = 3 * 1024**3  # a PostgreSQL and the demonstrations of the journeys, at once


def in_memory():
    """Return the folder, or None (the usual place) where there is none or too little room."""
    if not os.access(SHARED, os.W_OK) or shutil.disk_usage(SHARED).free < ENOUGH_BYTES:
        return None
    return str(SHARED)
