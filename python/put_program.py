"""Puts the program that `npm ci` built into the wheel: it is JavaScript and WebAssembly, so that one wheel does for all systems.

And the modules that it prints for training loops, of which lossctl.Sketch is made.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
CLONE = HERE.parent
INSIDE = "lossctl/_program"
FRAMEWORKS = ("pytorch", "numpy", "jax")


class PutProgram(BuildHookInterface):
    def initialize(self, version, build_data):
        built = CLONE / "dist"
        if not (built / "run.cjs").exists():
            raise FileNotFoundError("dist is not built: run npm ci first, in the folder above this one")
        # Types are for others, and the page without an install is a file of its own.
        taken = [path for path in built.rglob("*") if path.is_file() and not path.name.endswith((".d.ts", ".html"))]
        put = {str(path): f"{INSIDE}/{path.relative_to(CLONE).as_posix()}" for path in taken}
        for path in [CLONE / "bin/lossctl.js", CLONE / "bin/package.json", CLONE / "LICENSE"]:
            put[str(path)] = f"{INSIDE}/{path.relative_to(CLONE).as_posix()}"
        for path in (HERE / "node").iterdir():
            put[str(path)] = f"{INSIDE}/{path.name}"
        self.folder = Path(tempfile.mkdtemp())
        for framework in FRAMEWORKS:
            module = self.folder / f"with_{framework}.py"
            words = ["node", str(CLONE / "bin/lossctl.js"), "sketch", "--code", framework, "-o", str(module)]
            subprocess.run(words, check=True)
            put[str(module)] = f"lossctl/_printed/{module.name}"
        build_data["force_include"].update(put)

    def finalize(self, version, build_data, artifact_path):
        shutil.rmtree(self.folder)
