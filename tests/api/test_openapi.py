"""The OpenAPI document is the one in the repository, and what it promises holds for whatever is sent."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

from tests.api.conftest import Site
from tests.api.packs import shelve

FILE = Path(__file__).resolve().parents[2] / "schema" / "openapi.json"
PATH = "/api/v1/openapi.json"
MOST_MADE_UP = 65_536  # bytes


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_served_document_is_the_one_in_the_repository(site: Site) -> None:
    served = site.client.get(PATH).json

    assert served == json.loads(FILE.read_text()), "write it anew: python -m tests.api.write_openapi"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_operation_says_how_it_refuses(site: Site) -> None:
    for path, operations in site.client.get(PATH).json["paths"].items():
        for method, operation in operations.items():
            assert {"429", "503"} <= operation["responses"].keys(), (path, method)
            assert operation["summary"], (path, method)
            guarded = "security" in operation or operation["operationId"] == "post_api_desk_sessions"
            assert guarded == ("401" in operation["responses"]), (path, method)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_that_is_sent_breaks_the_server(open_site: Site, tmp_path: Path) -> None:
    shelve(open_site.static, tmp_path / "tree")
    headers = open_site.desk(0)
    schema = schemathesis.openapi.from_dict(shortened(open_site.client.get(PATH).json))
    schema.app = open_site.app
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def send(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=[not_a_server_error])

        send()
        tried += 1
    assert tried == sum(map(len, open_site.client.get(PATH).json["paths"].values()))


def shortened(document: dict[str, Any]) -> dict[str, Any]:
    """The document, asking for short bodies where no generator can make up the true ones."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for body in operation.get("requestBody", {}).get("content", {}).values():
                if body["schema"].get("minLength", 0) > MOST_MADE_UP:
                    body["schema"] = {"type": "string", "format": "binary"}
    return document
