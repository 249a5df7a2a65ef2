"""The application for the server: `gunicorn wsgi:app`."""

from workflow.app import create_app

app = create_app()
