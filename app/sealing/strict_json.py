"""Strict JSON where sealing looks for it; the rules stand in `app/domain/strict_json.py`."""

from app.domain.strict_json import DEPTH, INTEGER_LIMIT, NotStrictJson, dumps, loads

__all__ = ["DEPTH", "INTEGER_LIMIT", "NotStrictJson", "dumps", "loads"]
