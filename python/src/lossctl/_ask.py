"""One question to the program: arrays go into files, the question and its answer through pipes."""

import json
import re
import subprocess

from ._errors import BugError, InputError, NodeError, UsageError
from ._node import command_of
from ._words import in_python


def ask(function, arguments, folder):
    """What a function of the program gives; raises what it throws, in the names of Python."""
    command, environment = command_of("ask.js")
    if command is None:
        raise NodeError(environment)
    try:
        question = json.dumps({"function": function, "arguments": arguments}, allow_nan=False)
    except ValueError:
        raise UsageError("a number of the question is not finite", hint="leave NaN and infinity out") from None
    done = subprocess.run(command, input=question.encode(), capture_output=True, env=environment)
    if not done.stdout:
        words = done.stderr.decode(errors="replace").strip()
        raise NodeError(words) if done.returncode == 3 else BugError(words or f"Node ended with {done.returncode}")
    reply = json.loads(done.stdout)
    if "error" in reply:
        raise _error(reply["error"], folder)
    return _named(reply["answer"], folder)


def _error(error, folder):
    kinds = {"InputError": InputError, "PackedError": InputError, "UsageError": UsageError}
    kind = kinds.get(error["name"])
    if kind is None:
        return BugError(folder.without(error.get("stack") or error["message"]))
    message, problem, hint, place = (_of_slices(in_python(folder.without(error[part]))) for part in ("message", "problem", "hint", "place"))
    return kind(message, problem, hint, place)


def _of_slices(text):
    """The program's own word for the array of `by`."""
    return re.sub(r"^slices(?=[\[:]|$)", "by", text)


def _named(value, folder):
    """An answer with arrays called as the caller calls them."""
    if isinstance(value, str):
        return folder.without(value)
    if isinstance(value, list):
        return [_named(one, folder) for one in value]
    if isinstance(value, dict):
        return {name: _named(one, folder) for name, one in value.items()}
    return value


def printed(words):
    """What the command line prints; raises a UsageError with what it says where it refuses."""
    command, environment = command_of("bin/lossctl.js")
    if command is None:
        raise NodeError(environment)
    done = subprocess.run([*command, *words], capture_output=True, text=True, encoding="utf-8", env=environment)
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.strip()
    said = in_python(said[len("error: ") :] if said.startswith("error: ") else said)
    # The way out stands last.
    problem, _, hint = said.rpartition("; ")
    raise {2: UsageError, 3: NodeError}.get(done.returncode, BugError)(said, problem or said, hint if problem else "")
