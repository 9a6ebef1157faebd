"""The built pages: the phone app at /, the officer's desk at /desk, and their assets.

Only files that were found under the static folder when it was listed are ever opened, so no path can lead
elsewhere. A file with a `.br` or `.gz` beside it is sent compressed to who accepts that.
"""

import mimetypes
from hashlib import blake2b
from pathlib import Path

from apiflask import APIBlueprint
from flask import Response, request

from app.api.doors import services
from app.api.guards import public
from app.api.headers import script_policy
from app.domain.errors import NotFound
from app.services.shelf import Shelf

bp = APIBlueprint("pages", __name__, enable_openapi=False)

ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the first that the visitor accepts
FINAL = "public, max-age=31536000, immutable"  # assets carry the hash of their content in their name
ASK_AGAIN = "no-cache"
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".webmanifest": "application/manifest+json"}
TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>SpeakUp</title>"
    "<h1>SpeakUp is not ready yet</h1>"
    "<p>The pages have not been built on this server. Nothing is lost. Please come back later.</p>"
    "<p>For whoever runs this server: <code>make build</code>.</p>"
)


@bp.get("/")
@public
def app_page() -> Response:
    """The phone app."""
    return page("index.html")


@bp.get("/verify")
@public
def verify_page() -> Response:
    """The phone app again: whoever scans a certificate or a proof has it checked in their own browser."""
    return page("index.html")


@bp.get("/desk")
@public
def desk_page() -> Response:
    """The officer's desk."""
    return page("desk.html")


@bp.get("/assets/<path:name>")
@public
def asset(name: str) -> Response:
    """A script, a style, a picture: kept by browsers for good."""
    return sent(f"assets/{name}", FINAL)


@bp.get("/<name>")
@public
def beside(name: str) -> Response:
    """What must lie at the top: the service worker, the manifest, icons."""
    return sent(name, ASK_AGAIN)


def page(name: str) -> Response:
    """A page, or a plain word that it has not been built."""
    if shelf().find(name) is None:
        return Response(NOT_BUILT, 503, mimetype="text/html", headers={"Retry-After": "60"})
    return sent(name, ASK_AGAIN)


def shelf() -> Shelf:
    """The built files of this application."""
    return services().shelf


def sent(name: str, caching: str) -> Response:
    """A file, as the visitor can take it.

    Raises:
        NotFound: there is none of that name.
    """
    plain = shelf().find(name)
    if plain is None:
        raise NotFound("page")
    encoding, path = chosen(name, plain)
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise NotFound("page") from None  # a build has just taken it away
    response = Response(body, content_type=content_type(plain))
    response.headers.update({"Cache-Control": caching, "Vary": "Accept-Encoding"})
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if policy := script_policy(plain.name):
        response.headers["Content-Security-Policy"] = policy
    response.set_etag(blake2b(body, digest_size=16).hexdigest())
    response.make_conditional(request)
    return response


def chosen(name: str, plain: Path) -> tuple[str | None, Path]:
    """`(encoding, file)`: the first compressed twin that the visitor accepts, else the file itself."""
    for encoding, ending in ENCODINGS.items():
        twin = shelf().find(name + ending)
        if twin is not None and request.accept_encodings.quality(encoding) > 0:
            return encoding, twin
    return None, plain


def content_type(path: Path) -> str:
    """The media type of a file, by its ending."""
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(TEXT) else kind
