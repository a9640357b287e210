"""What can go wrong. `problem` says what, `hint` what to do about it, by the arguments of these functions."""


class LossctlError(Exception):
    """What lossctl refuses."""

    def __init__(self, message, problem=None, hint="", place=""):
        # What the program says has both already.
        super().__init__(f"{message}; {hint}" if problem is None and hint else message)
        self.problem = message if problem is None else problem
        self.hint = hint
        self.place = place


class InputError(LossctlError, ValueError):
    """Data that cannot be read or make no sense; `place` is the file and the line, or the argument, as in `labels[17]`."""


class UsageError(LossctlError, ValueError):
    """A question that makes no sense."""


class NodeError(LossctlError, RuntimeError):
    """There is no Node.js that can run lossctl."""


class BugError(LossctlError, RuntimeError):
    """lossctl has failed; the message has its stack."""
