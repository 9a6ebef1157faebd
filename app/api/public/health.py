"""GET /api/v1/health: the server is up. Says nothing else."""

from apiflask import APIBlueprint

from app.api.guards import public
from app.api.parsing import Wire

bp = APIBlueprint("health", __name__, tag="Public")


class Health(Wire):
    """It is up."""

    status: str


@bp.get("/health")
@bp.doc(summary="Ask whether the server is up")
@bp.output(Health)
@public
def health() -> Health:
    """Say so."""
    return Health(status="ok")
