"""Notices by text: the public API, a provider, and the job, over each of the two stores."""

from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry

from app.logs import Log
from app.services.hotline import metrics
from app.services.hotline.notifying import Notifying
from app.storage.database import Database
from app.web import create_app
from tests.installation import install
from tests.services.notifying import NOTICE, PAIR, Outgoing


@pytest.fixture
def http(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> httpx.Client:
    """The public API over the same store."""
    made = install(tmp_path / "installed", database_url)
    for name, value in made.settings().items():
        monkeypatch.setenv(name, value)
    transport = httpx.WSGITransport(app=create_app(log=Log("web")))
    return httpx.Client(transport=transport, base_url="http://localhost")


@pytest.fixture
def provider() -> Outgoing:
    """It takes every text, until a test says otherwise."""
    return Outgoing()


@pytest.fixture
def job(database: Database, http: httpx.Client, provider: Outgoing) -> Notifying:
    """The job of each hour, with texts by SMS."""
    counters = metrics.Counters.into(CollectorRegistry())
    words = {"fr": "Il y a du nouveau."}
    return Notifying(database, http, PAIR, {"sms": provider}, lambda lang: words.get(lang, NOTICE), counters)
