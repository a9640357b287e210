"""Where does each loss put its weight? The questions of `lossctl` on arrays, files and sketches.

    import lossctl
    report = lossctl.compare(logits, labels, losses=["ce", "focal:gamma=2"])
    report.to_frame()

Nothing is imported until a question is asked: the command line starts with this module too.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._data import Data as Data
    from ._errors import BugError as BugError
    from ._errors import InputError as InputError
    from ._errors import LossctlError as LossctlError
    from ._errors import NodeError as NodeError
    from ._errors import UsageError as UsageError
    from ._questions import assert_loss as assert_loss
    from ._questions import baseline as baseline
    from ._questions import calibrate as calibrate
    from ._questions import cdf as cdf
    from ._questions import check as check
    from ._questions import compare as compare
    from ._questions import data as data
    from ._questions import diagnose as diagnose
    from ._questions import diff as diff
    from ._questions import merge as merge
    from ._questions import read_sketch as read_sketch
    from ._questions import report as report
    from ._questions import samples as samples
    from ._questions import sketch as sketch
    from ._questions import solve as solve
    from ._questions import sweep as sweep
    from ._results import Page as Page
    from ._results import Report as Report
    from ._results import SketchContent as SketchContent
    from ._training import Sketch as Sketch

_HOME = {
    "_questions": (
        "assert_loss baseline calibrate cdf check compare data diagnose diff merge read_sketch report samples sketch solve sweep"
    ),
    "_results": "Page Report SketchContent",
    "_training": "Sketch",
    "_errors": "BugError InputError LossctlError NodeError UsageError",
    "_data": "Data",
}
_MODULES = {name: module for module, names in _HOME.items() for name in names.split()}
__all__ = sorted(_MODULES)


def __getattr__(name):
    if name == "__version__":
        from importlib.metadata import version

        return version("lossctl")
    if name not in _MODULES:
        raise AttributeError(f"module 'lossctl' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_MODULES[name]}", __name__), name)


def __dir__():
    return [*__all__, "__version__"]
