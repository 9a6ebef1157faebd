"""GET /api/v1/directory…: the signed directory, exact bytes; who trusts it checks it."""

from base64 import b64encode
from functools import lru_cache
from gzip import compress

from apiflask import APIBlueprint
from flask import Response, json, request

from app.api.describe import answers, gives_json
from app.api.doors import services
from app.api.guards import public
from app.api.parsing import JSON, MOST, Wire, base64_bytes, hex_bytes
from app.storage.directories import Published

bp = APIBlueprint("directory", __name__, url_prefix="/directory", tag="Public")
FINAL = "public, max-age=31536000, immutable"  # a version never changes
ASK_AGAIN = "no-cache"


class Signature(Wire):
    """One root's signature."""

    root: hex_bytes(32)  # type: ignore[valid-type]  # built once, from the length
    signature: hex_bytes(64)  # type: ignore[valid-type]  # built once, from the length


class SignedDirectory(Wire):
    """A version of the directory."""

    version: int
    document: base64_bytes(None)  # type: ignore[valid-type]  # built once, of any length
    signatures: list[Signature]


@bp.get("")
@bp.doc(
    summary="Read the newest directory",
    responses=answers(
        {200: gives_json("The newest version", SignedDirectory), 304: "As known", 404: "None yet"}
    ),
)
@public
def newest() -> Response:
    """Give the newest version, or say that the caller has it."""
    directories = services().directories
    if request.if_none_match.contains(directories.newest_hash().hex()):
        return tagged(Response(status=304), directories.newest_hash(), ASK_AGAIN)
    return told(directories.newest(), ASK_AGAIN)


@bp.get(f"/<int(max={MOST}):version>")
@bp.doc(
    summary="Read one version of the directory",
    responses=answers(
        {200: gives_json("That version", SignedDirectory), 304: "As known", 404: "No such version"}
    ),
)
@public
def version(version: int) -> Response:
    """Give one version."""
    response = told(services().directories.version(version), FINAL)
    response.make_conditional(request)
    return response


def told(published: Published, caching: str) -> Response:
    """A version as JSON."""
    signatures = [
        {"root": each.root.hex(), "signature": each.signature.hex()} for each in published.signatures
    ]
    document = b64encode(published.document).decode()
    body = {"version": published.version, "document": document, "signatures": signatures}
    return tagged(packed(json.dumps(body).encode()), published.hash, caching)


def packed(body: bytes) -> Response:
    """The body as JSON, compressed for who reads it so: it is the largest thing a phone loads at first."""
    response = Response(body, content_type=JSON)
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0:
        response.set_data(squeezed(body))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=4)
def squeezed(body: bytes) -> bytes:
    """`body` in gzip; the newest versions are asked for all the time. The same bytes give the same bytes."""
    return compress(body, compresslevel=9, mtime=0)


def tagged(response: Response, name: bytes, caching: str) -> Response:
    """The response with its name and its cache rule."""
    response.set_etag(name.hex())
    response.headers["Cache-Control"] = caching
    return response
