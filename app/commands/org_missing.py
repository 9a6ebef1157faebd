"""What `speakup org show` says of a draft beside its offices: who stands in, keys, what is unset.

A line in capitals is something that a line cannot do without, or should not.
"""

from collections.abc import Iterator
from datetime import datetime

from app.commands.expiry import said
from app.domain.counted import counted
from app.domain.directory import Dated, Directory, Office
from app.domain.errors import NotFound
from app.services import admissions
from app.services.workspace import Workspace


def stands_in(directory: Directory, office: Office) -> str:
    """Which offices stand in for this one, in order."""
    names = [each.name for wanted in office.alternate for each in directory.offices if each.id == wanted]
    return f"stands in: {', '.join(names)}" if names else "NO OFFICE STANDS IN (`office alternates`)"


def beside_the_offices(directory: Directory, now: datetime) -> Iterator[str]:
    """The server's keys, the routing table, and what the organisation answers for."""
    yield server_key("relay", directory.relays, now)
    yield server_key("intake", directory.intake, now)
    rows = len(directory.routing)
    yield f"Routing table: {counted(rows, 'row')}" if rows else "NO ROUTING TABLE: `routing` takes one"
    if directory.notice_key is None:
        yield "Key of notices: none, so nobody can be told by mail or in the browser (`notices`)"
    else:
        yield "Key of notices: named"
    confirmed, nearby = directory.organisation.confirmed, directory.organisation.help
    yield f"Confirmed facts: {len(confirmed) or 'none, so texts that need one are not shown'} (`confirm`)"
    yield f"Help nearby: {counted(len(nearby), 'service') if nearby else 'none'} (`service`)"
    batch = directory.policy.batch
    hours = f"{batch.timeout / 3600:g} to {batch.deadline / 3600:g} hours"
    yield f"Reports wait {hours} for their batch; this and other deadlines: `policy`"


def server_key(process: str, keys: tuple[Dated, ...], now: datetime) -> str:
    """Until when a process of the server has a key that is valid now."""
    until = max((each.until for each in keys if each.valid(now)), default=None)
    if until is None:
        return f"NO {process.upper()} KEY: `{process}-key` makes one"
    return f"Key of the {process}: until {until:%Y-%m-%d}"


def newest_version(workspace: Workspace, now: datetime) -> str:
    """The newest version that enough root holders signed, and its last day."""
    try:
        newest = admissions.newest(workspace)
    except NotFound:
        return "No version is signed yet (`prepare`, `sign`)"
    return f"Version {newest.version} is signed. {said(newest.expires, now)}"
