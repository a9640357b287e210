"""Four samples, and rows that are none: python run_awkward.py FRAMEWORK MODULE.py FOLDER

Prints what the module says of them, and of shapes that do not fit; writes the sketch of the four.
"""

import importlib.util
import os
import sys

import numpy as np

framework, path, folder = sys.argv[1:]
spec = importlib.util.spec_from_file_location("printed", path)
printed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(printed)

nan, inf = float("nan"), float("inf")
rows = [(0, 1.0, 1.0), (1, 2.0, 1.0), (0, 0.25, 0.0), (1, -0.0, 2.0)]
rows += [(nan, 1.0, 1.0), (2, 1.0, 1.0), (-1, 1.0, 1.0), (0.5, nan, nan), (-100, nan, 1.0)]
rows += [(1, x, 1.0) for x in (nan, inf, -inf, 1e160, -1e160)]
rows += [(1, 0.5, w) for w in (nan, -1.0, inf, 1e-300, 1e300)]
labels, logits, weight = np.array(rows).T
if framework == "pytorch":
    import torch

    labels, logits, weight = (torch.from_numpy(x.copy()) for x in (labels, logits, weight))


def said(action):
    try:
        action()
        print("nothing")
    except ValueError as error:
        print(error)


target = f"{folder}/awkward.{framework}.sketch.json"
sketch = printed.Sketch()
said(lambda: sketch.save(target))
sketch.update(logits, labels, weight)
said(lambda: sketch.save(target))
print(os.listdir(folder).count(os.path.basename(target)))
said(lambda: sketch.save(target, on_bad_row="skip"))
said(lambda: sketch.update(logits[:, None], labels, weight))
said(lambda: sketch.update(logits, labels[:2], weight))
said(lambda: sketch.update(logits, labels, weight[:1]))
said(lambda: sketch.update(logits, labels))
said(lambda: sketch.merge(printed.Sketch(dict(printed.SETTINGS, weight="other"))))
