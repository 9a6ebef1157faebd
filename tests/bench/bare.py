"""The yardstick of the intake: a bare Flask view that commits one 16 KiB row, and nothing else.

No hash, no signature, no header, no check; the driver itself, without a layer between. What any Flask
service that keeps its promise to have stored something cannot go below. Reads BARE_DATABASE: a path
(SQLite: WAL, synchronous FULL, as ours) or a postgresql:// address.
"""

import os
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, request

PLACE = os.environ.get("BARE_DATABASE", "")
ON_POSTGRES = PLACE.startswith("postgresql")
INSERT = f"INSERT INTO bare_rows (body) VALUES ({'%s' if ON_POSTGRES else '?'})"  # noqa: S608 -- two constants, no input

held = threading.local()  # one connection a thread: neither driver lets threads share one
app = Flask(__name__)


def connection() -> Any:
    """This thread's connection, opened at first use."""
    if not hasattr(held, "connection"):
        held.connection = open_postgres() if ON_POSTGRES else open_sqlite()
    return held.connection


def open_postgres() -> Any:
    """A connection that commits when told."""
    return psycopg.connect(PLACE)


def open_sqlite() -> sqlite3.Connection:
    """A connection with the same promises as ours."""
    opened = sqlite3.connect(PLACE, timeout=30, isolation_level=None)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("PRAGMA synchronous=FULL")
    return opened


def prepare() -> None:
    """Create the table; called once, before the server starts."""
    if ON_POSTGRES:
        with psycopg.connect(PLACE) as opened:
            opened.execute("CREATE TABLE IF NOT EXISTS bare_rows (id bigserial PRIMARY KEY, body bytea)")
            return
    open_sqlite().execute("CREATE TABLE IF NOT EXISTS bare_rows (id integer PRIMARY KEY, body blob)")


@app.get("/api/v1/health")
def health() -> dict[str, str]:
    """Say that the server is up."""
    return {"status": "ok"}


@app.post("/row")
def store() -> tuple[dict[str, str], int]:
    """Commit the body as one row."""
    body = request.get_data()
    opened = connection()
    if ON_POSTGRES:
        opened.execute(INSERT, (body,))
        opened.commit()
    else:
        opened.execute("BEGIN IMMEDIATE")
        opened.execute(INSERT, (body,))
        opened.execute("COMMIT")
    return {"status": "stored"}, 202
