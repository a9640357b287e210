"""Puts the program that `npm ci` built into the wheel: it is JavaScript and WebAssembly, so that one wheel does for all systems."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
CLONE = HERE.parent
INSIDE = "lossctl/_program"


class PutProgram(BuildHookInterface):
    def initialize(self, version, build_data):
        built = CLONE / "dist"
        if not (built / "run.cjs").exists():
            raise FileNotFoundError("dist is not built: run npm ci first, in the folder above this one")
        taken = [path for path in built.rglob("*") if path.is_file() and not path.name.endswith(".d.ts")]
        put = {str(path): f"{INSIDE}/{path.relative_to(CLONE).as_posix()}" for path in taken}
        for path in [CLONE / "bin/lossctl.js", CLONE / "LICENSE"]:
            put[str(path)] = f"{INSIDE}/{path.relative_to(CLONE).as_posix()}"
        for path in (HERE / "node").iterdir():
            put[str(path)] = f"{INSIDE}/{path.name}"
        build_data["force_include"].update(put)
