"""The OpenAPI document: what the framework gathers, our problem documents, our bounds.

The same document is kept in `schema/openapi.json`; a test fails when the two differ.
"""

from typing import Any, Final

from apiflask import APIFlask

from app.api.errors import MEDIA_TYPE
from app.api.parsing import MOST

PROBLEM: Final = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457; names what was wrong and never repeats what was sent.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
    },
}
PROBLEM_CONTENT: Final = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
WHOLE: Final = {"type": "integer", "minimum": 0, "maximum": MOST}
PATH_VALUES: Final = {  # those that are no numbers
    "brick": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "disposal": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "device": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "join": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "language": {"type": "string", "maxLength": 40, "description": "A BCP 47 tag such as fr, zh-Hans, zh-CN"},
}
SETTINGS: Final = {
    "OPENAPI_VERSION": "3.1.0",
    "AUTO_VALIDATION_ERROR_RESPONSE": False,
    "AUTO_AUTH_ERROR_RESPONSE": False,
    "AUTO_404_RESPONSE": False,
    "AUTO_SERVERS": False,
    "AUTO_OPERATION_ID": True,
    "SECURITY_SCHEMES": {"desk": {"type": "http", "scheme": "bearer"}},
    "DESCRIPTION": "Sealed reports in, sealed answers out. Every body is sealed by whoever sends it.",
}


def describe(app: APIFlask) -> None:
    """Set the document up."""
    app.config.update(SETTINGS)
    app.spec_processor(finished)


def finished(document: dict[Any, Any] | str) -> dict[Any, Any] | str:
    """The document with problem documents for every refusal."""
    assert isinstance(document, dict)
    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in document["paths"].values():
        for operation in operations.values():
            refuse_with_problems(operation["responses"])
            bound_path_values(operation["parameters"])
    return document


def refuse_with_problems(responses: dict[str, Any]) -> None:
    """Every refusal is a problem document; some can happen anywhere."""
    for status, said in (("429", "Too many requests"), ("503", "Not possible right now; Retry-After")):
        responses.setdefault(status, {"description": said})
    for status, answer in responses.items():
        if status >= "400":
            answer["content"] = PROBLEM_CONTENT


def bound_path_values(parameters: list[dict[str, Any]]) -> None:
    """Numbers in a path are whole and have a largest; ids are 16 bytes in hex."""
    for parameter in parameters:
        parameter["required"] = parameter["in"] == "path"
        if parameter["in"] == "path":
            parameter["schema"] = PATH_VALUES.get(parameter["name"], WHOLE)
