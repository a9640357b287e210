"""The command line. It imports next to nothing: whoever types a command waits for it."""

import os
import sys

from ._node import command_of


def main():
    command, environment = command_of("bin/lossctl.js")
    if command is None:
        sys.stderr.write(f"error: {environment}\n")
        return 3
    command += sys.argv[1:]
    if os.name == "posix":
        # This process becomes Node: signals, streams and the exit code are its own.
        os.execve(command[0], command, environment)
    import subprocess

    return subprocess.call(command, env=environment)

