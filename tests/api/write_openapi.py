"""`python -m tests.api.write_openapi`: write schema/openapi.json anew, after the interface was changed."""

import json
import tempfile
from pathlib import Path

from app.config import Settings
from app.logs import Log
from app.web import create_app
from tests.api.test_openapi import FILE


def main() -> None:
    """Build an application that serves nobody, and keep what it says of itself."""
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder, "intake.key")
        key.write_text("00" * 32)
        store = f"sqlite:///{folder}/none.db"
        settings = Settings(database_url=store, public_url="https://speakup.example", intake_key_file=key)
        app = create_app(settings.model_copy(update={"limits": "off"}), Log("web"))
    FILE.write_text(json.dumps(app.spec, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
