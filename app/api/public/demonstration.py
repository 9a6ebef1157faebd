"""GET /demo/devices.json: the device key files of the demonstration, and only there.

A real organisation never sets SPEAKUP_DEMONSTRATION, and then there is nothing here.
"""

import json

from apiflask import APIBlueprint
from flask import Response

from app.api.doors import services
from app.api.guards import public
from app.api.parsing import JSON
from app.domain.errors import NotFound

bp = APIBlueprint("demonstration", __name__, url_prefix="/demo", enable_openapi=False)


@bp.get("/devices.json")
@public
def devices() -> Response:
    """Give the key files, still locked with their passphrases."""
    settings = services().settings
    if not settings.demonstration or settings.demonstration_dir is None:
        raise NotFound("page")
    files = sorted((settings.demonstration_dir / "devices").glob("*.json"))
    found = {"devices": [json.loads(file.read_bytes()) for file in files]}
    return Response(json.dumps(found), content_type=JSON)
