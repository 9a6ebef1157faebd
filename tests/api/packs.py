"""Content packs on a test's shelf, as a build leaves them there."""

import gzip
import shutil
from pathlib import Path

import yaml

from app.content import building, library, locales
from app.content.words import ROOT
from tests.content.samples import files

BROTLI = b"pretend brotli"


def shelve(static: Path, tree: Path) -> None:
    """Build the sample in `tree` and put its packs under `static`, with compressed twins."""
    (tree / library.DATA).mkdir(parents=True)
    for name, data in files().items():
        (tree / library.DATA / f"{name}.yaml").write_text(yaml.safe_dump(data))
    (tree / library.DATA / "form.yaml").write_text("version: 1\nsections: []\nflows: []\nquestions: []\n")
    shutil.copy(ROOT / locales.FILE, tree / locales.FILE)
    building.build(tree)
    shutil.copytree(tree / building.PACKS, static / "content")
    for path in sorted((static / "content").glob("*.json")):
        Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes(), 9))
        Path(f"{path}.br").write_bytes(BROTLI)
