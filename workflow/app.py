"""Put the application together: settings, extensions, pages, events, commands."""

from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from workflow.accounts import views as account_pages
from workflow.accounts.login import register_login
from workflow.archive import views as archive_pages
from workflow.awards import views as award_pages
from workflow.awards.importing import routes as import_pages
from workflow.awards.pages import catalogue as catalogue_pages
from workflow.check import views as check_pages
from workflow.commands import register_commands
from workflow.core.db import db
from workflow.core.engine import engine_options, prepare
from workflow.core.i18n import speak_in_templates
from workflow.core.storage.opening import open_store
from workflow.core.storage.port import Store
from workflow.core.web.digesting import DigestingRequest
from workflow.core.web.errors import register_error_handlers
from workflow.core.web.filters import register_filters
from workflow.core.web.headers import register_headers
from workflow.core.web.limits import register_limits
from workflow.core.web.origins import register_origins
from workflow.councils.views import routes as council_pages
from workflow.decisions import honour_pages
from workflow.decisions import views as decision_pages
from workflow.decisions.amending import list_pages, recovery_pages, reissue_pages
from workflow.decisions.amending import pages as amending_pages
from workflow.decisions.presenting import routes as ceremony_pages
from workflow.decisions.printing import pages as certificate_pages
from workflow.decisions.sealing import pages as sealing_pages
from workflow.documents import views as document_pages
from workflow.documents.templating import pages as template_pages
from workflow.emulation import views as emulation_pages
from workflow.exchange import views as exchange_pages
from workflow.organisations import views as organisation_pages
from workflow.proposals.views import routes as proposal_pages
from workflow.recipients import coverage_pages
from workflow.recipients import views as recipient_pages
from workflow.reports import views as report_pages
from workflow.settings import ROOT, SettingError, Settings, read_settings
from workflow.shell import register_shell
from workflow.signatures import views as signature_pages
from workflow.signatures.registry.pages import routes as signing_pages
from workflow.wiring import connect_domains

PAGES = (
    report_pages, account_pages, organisation_pages, recipient_pages, coverage_pages,
    award_pages,
    import_pages,
    catalogue_pages, document_pages, emulation_pages, proposal_pages, council_pages, decision_pages,
    honour_pages, certificate_pages, sealing_pages, amending_pages, list_pages, recovery_pages,
    reissue_pages,
    ceremony_pages,
    exchange_pages, archive_pages, template_pages, signature_pages, signing_pages, check_pages,
)  # fmt: skip
LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "bangvang_lang"


def _language() -> str:
    if not has_request_context():
        return "vi"
    chosen = request.cookies.get(LANGUAGE_COOKIE) or current_user.language
    return chosen if chosen in LANGUAGES else "vi"


def _configure(app: Flask, settings: Settings, overrides: dict[str, Any]) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-bangvang_form" if settings.https else "bangvang_form",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
    )
    app.config.update(overrides)


def _opened_store(settings: Settings) -> Store:
    try:
        return open_store(settings.storage_url)
    except ValueError as error:
        raise SettingError(f"BANGVANG_STORAGE_URL: {error}") from None


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """Return the application. Raises SettingError when a setting is unsafe or cannot be read."""
    settings = settings or read_settings()
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.url_map.strict_slashes = False
    app.request_class = DigestingRequest
    if settings.proxies:
        heard = {"x_for": settings.proxies, "x_proto": settings.proxies}
        app.wsgi_app = ProxyFix(app.wsgi_app, **heard)  # type: ignore[method-assign]
    _configure(app, settings, overrides)
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    Babel(app, locale_selector=_language)
    speak_in_templates(app)
    app.extensions["store"] = _opened_store(settings)
    register_limits(app)
    CSRFProtect(app)
    register_login(app)
    register_filters(app)
    register_headers(app, https=settings.https)
    register_origins(app)
    register_error_handlers(app)
    register_shell(app)
    for pages in PAGES:
        app.register_blueprint(pages.bp)
    connect_domains()
    register_commands(app)
    return app
