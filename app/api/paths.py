"""What stands in a path and is no number: read at the door like everything else."""

from apiflask import APIFlask
from werkzeug.routing import BaseConverter


class Id(BaseConverter):
    """16 bytes in lower-case hex; whatever else stands there is not found."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> bytes:
        """The bytes."""
        return bytes.fromhex(value)

    def to_url(self, value: bytes) -> str:
        """The bytes as they stand in a path."""
        return value.hex()


def teach(app: APIFlask) -> None:
    """Let the paths of `app` hold `<id:name>`; call it before its views are registered."""
    app.url_map.converters["id"] = Id
