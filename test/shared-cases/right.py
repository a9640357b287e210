"""Make right.json: what is right for the folders of ../shared/cases, in NumPy's long doubles.

Everything is computed from the files as they stand and from what the texts of the
folders say of them; nothing of ours takes part. Run it with NumPy, from anywhere.
"""

import json
from pathlib import Path

from hard import hard
from losses import RIGHT
from reading import reading

reading()
hard()
path = Path(__file__).resolve().parent / "right.json"
path.write_text(json.dumps(RIGHT, indent=2, ensure_ascii=False) + "\n")
