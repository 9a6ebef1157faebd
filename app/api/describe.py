"""What the OpenAPI document says of a view beyond its paths: bodies, bytes, queries."""

from collections.abc import Mapping
from typing import Any

from app.api.parsing import JSON, MOST, OCTETS, Wire

Described = dict[str, Any]


def answers(by_status: Mapping[int, str | Described]) -> Any:
    """What a view may answer, by status. The framework's own type allows no mixture, its code does."""
    return dict(by_status)


def takes_octets(size: int) -> Described:
    """The body is exactly so many bytes."""
    schema = {"type": "string", "format": "binary", "minLength": size, "maxLength": size}
    return {"requestBody": {"required": True, "content": {OCTETS: {"schema": schema}}}}


def takes_json(model: type[Wire]) -> Described:
    """The body is a JSON object."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": model.model_json_schema()}}}}


def takes_query(name: str, default: int, least: int = 0, most: int = MOST) -> Described:
    """A whole number of the query."""
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return {"in": "query", "name": name, "required": False, "schema": schema}


def gives_octets(description: str) -> Described:
    """The answer is bytes."""
    return {
        "description": description,
        "content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}},
    }


def gives_json(description: str, model: type[Wire]) -> Described:
    """The answer is a JSON object."""
    schema = model.model_json_schema(mode="serialization")
    return {"description": description, "content": {JSON: {"schema": schema}}}
