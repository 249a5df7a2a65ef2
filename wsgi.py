"""The application for the server: `gunicorn wsgi:app`."""

import sys

from workflow.app import create_app
from workflow.core.log_lines import write_log_lines
from workflow.settings import SettingError

write_log_lines()
try:
    app = create_app()
except SettingError:
    sys.tracebacklimit = 0  # the sentence is for the operator; where it was raised helps nobody
    raise
