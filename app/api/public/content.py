"""GET /api/v1/content…: everything there is to read, a pack a language, as the exact bytes that were built.

The same for everybody, and nothing is remembered of who asked for what. The name of a pack is the hash of its
bytes; it is a weak tag, because the compressed twins share it.
"""

from typing import Literal

from apiflask import APIBlueprint
from flask import Response, json, request

from app.api.describe import Described, answers, gives_json
from app.api.doors import services
from app.api.guards import public
from app.api.parsing import JSON, Wire
from app.api.public.pages import chosen
from app.services.content_packs import Pack

bp = APIBlueprint("content", __name__, url_prefix="/content", tag="Public")
ASK_AGAIN = "no-cache"
PACK: Described = {
    "description": "The pack; items as in schema/content.schema.json, texts in its language",
    "headers": {"ETag": {"description": "SHA-256 of the pack in hex", "schema": {"type": "string"}}},
    "content": {
        JSON: {
            "schema": {
                "type": "object",
                "required": ["v", "lang", "items", "catalogue_hash", "rules", "faqs", "howto", "settings"],
                "properties": {
                    "v": {"const": 1},
                    "lang": {"type": "string", "description": "BCP 47"},
                    "items": {"type": "integer", "description": "How many items it holds"},
                    "catalogue_hash": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                    "settings": {"type": "array", "items": {"type": "string"}},
                },
            }
        }
    },
}


class LanguageListed(Wire):
    """A language and its pack; `tags` are all that its pack can be asked for by, in lower case."""

    lang: str
    locale: str
    name: str
    direction: Literal["ltr", "rtl"]
    tags: list[str]
    hash: str
    bytes: int


class LanguagesListed(Wire):
    """The languages that there are."""

    v: Literal[1]
    languages: list[LanguageListed]


@bp.get("")
@bp.doc(
    summary="List the languages of the content",
    responses=answers({200: gives_json("The languages", LanguagesListed)}),
)
@public
def languages() -> Response:
    """Say which packs there are, with their hashes."""
    listed = [described(pack) for pack in services().content.packs()]
    body = LanguagesListed(v=1, languages=listed).model_dump(mode="json")
    return Response(json.dumps(body), content_type=JSON, headers={"Cache-Control": ASK_AGAIN})


@bp.get("/<language>")
@bp.doc(
    summary="Read the content in one language",
    description=(
        "Rules, questions and answers, terms, the code of conduct, quizzes, lessons and pages. A paragraph "
        "is a string, or {text, needs}: then it is for show only where the signed directory has a confirmed "
        "value for every setting in `needs`, which stands in the place of {setting}."
    ),
    responses=answers({200: PACK, 304: "As known", 404: "No such language"}),
)
@public
def pack(language: str) -> Response:
    """Give the pack, compressed for who takes it so, or say that the caller has it."""
    found, plain = services().content.find(language)
    response = Response(status=304)
    if not request.if_none_match.contains_weak(found.hash):
        encoding, path = chosen(found.file, plain)
        response = Response(path.read_bytes(), content_type=JSON)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.set_etag(found.hash, weak=True)
    response.headers.update({"Cache-Control": ASK_AGAIN, "Vary": "Accept-Encoding"})
    return response


def described(pack: Pack) -> LanguageListed:
    """A pack as it crosses the wire."""
    return LanguageListed(
        lang=pack.lang,
        locale=pack.locale,
        name=pack.name,
        direction="rtl" if pack.direction == "rtl" else "ltr",
        tags=list(pack.tags),
        hash=pack.hash,
        bytes=pack.bytes,
    )
