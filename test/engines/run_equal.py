"""Many equal samples, whose plain sums drift: python run_equal.py MODULE.py TARGET"""

import importlib.util
import sys

import numpy as np

path, target = sys.argv[1:]
spec = importlib.util.spec_from_file_location("printed", path)
printed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(printed)
sketch = printed.Sketch()
logits, labels = np.tile([1.1, -0.37], 100_000), np.ones(200_000)
for _ in range(10):
    sketch.update(logits, labels)
sketch.save(target)
