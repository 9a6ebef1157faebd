"""The web process: `gunicorn app.web:app` or `granian --interface wsgi app.web:app`.

It takes deposits and gives out sealed bytes, the directory, and the pages. It holds one secret, the intake
signing key, and can open nothing: a test looks at what this module loads.
"""

import sys

from apiflask import APIBlueprint, APIFlask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config, logs
from app.api import openapi, paths
from app.api.desk import bricks as desk_bricks
from app.api.desk import disposals, entry, joins, notices, renewals, shelf, stream, suspensions
from app.api.doors import hang
from app.api.errors import answer_errors
from app.api.guards import Guard, named
from app.api.headers import on_every_response
from app.api.public import certificates, content, content_counts, demonstration, directory, health, pages
from app.api.reporter import bricks, intake, replies
from app.config import Settings, variable
from app.domain.errors import Misconfigured, Unavailable
from app.logs import Event, Log, Name
from app.wiring.web import build, has_listed_key, now

VERSION = "1"
MOST_BYTES = 65_536  # the longest body that is read unless a view says its own, as all do that take one
API = (
    health,
    directory,
    intake,
    bricks,
    replies,
    entry,
    stream,
    shelf,
    notices,
    desk_bricks,
    disposals,
    joins,
    suspensions,
    renewals,
    content,
    content_counts,
    certificates,
)
SITE = (pages, demonstration)


class Setting(Name):
    """The setting that can be right by itself, and wrong beside the directory."""

    INTAKE_KEY = variable("intake_key_file")


def create_app(settings: Settings | None = None, log: Log | None = None) -> APIFlask:
    """Build the application from `settings`, by default those of the environment.

    Raises:
        Misconfigured: names every setting that is missing or wrong.
    """
    log = log or Log("web")
    web = build(settings or config.load(), log)
    app = APIFlask(
        "app",
        "SpeakUp",
        VERSION,
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        static_folder=None,  # type: ignore[arg-type]  # Flask takes None: it serves no folder by itself
    )
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.url_map.merge_slashes = app.url_map.strict_slashes = False  # no redirect repeats an address
    paths.teach(app)
    hang(app, web)
    openapi.describe(app)
    answer_errors(app, log)
    on_every_response(app)
    register(app)
    if web.settings.limits != "off":
        from app.api.limits import limit

        limit(app, lambda: now().date())
    if web.settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=web.settings.proxies)  # type: ignore[method-assign]  # Flask says to
    return app


def register(app: APIFlask) -> None:
    """Open the doors."""
    api = APIBlueprint("api", "app.api", url_prefix="/api/v1")
    for door in API:
        api.register_blueprint(door.bp)
    app.register_blueprint(api)
    for door in SITE:
        app.register_blueprint(door.bp)
    named(app.view_functions["openapi.spec"], Guard.PUBLIC)


def __getattr__(name: str) -> APIFlask:
    """`app`, built when a server asks for it, so that importing this module needs no settings."""
    if name != "app":
        raise AttributeError(name)
    log = logs.start("web")
    try:
        settings = config.load()
        application = create_app(settings, log)
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")  # names settings, never values
        raise SystemExit(2) from None
    compare_keys(settings, log)
    globals()["app"] = application
    return application


def compare_keys(settings: Settings, log: Log) -> None:
    """Write down when no phone will believe our answers, since the directory does not list their key."""
    try:
        if not has_listed_key(settings):
            log.record(Event.SETTINGS_WRONG, setting=Setting.INTAKE_KEY)
    except Unavailable as refused:
        log.record(Event.STORE_UNAVAILABLE, error=refused)
