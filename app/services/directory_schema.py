"""The schema of the directory (`schema/directory.schema.json`): what is looked at before anybody signs."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.services.workspace import Json

SCHEMA = Path(__file__).resolve().parents[2] / "schema" / "directory.schema.json"


@cache
def schema_validator() -> Any:
    """The schema, ready to check; loaded only where something is signed."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_bytes()))


def check_schema(document: Json) -> None:
    """Refuse a document that the schema refuses."""
    for fault in schema_validator().iter_errors(document):
        place = "/".join(str(step) for step in fault.absolute_path) or "document"
        raise BadInput(place, f"breaks the schema's rule {fault.validator!r}")
