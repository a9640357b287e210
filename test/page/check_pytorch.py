"""Runs every block of pytorch.py in PyTorch, and holds its mean against `lossctl compare` of the same logits.

    npm run build && python3 test/page/check_pytorch.py

Needs PyTorch. Values must agree to 1e-12 in double precision, and gradients be finite in single precision, for logits
from 0.001 to 10,000.
"""
import json
import re
import subprocess
import tempfile
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def blocks():
    """(spec, task, function) of each block."""
    text = (HERE / "pytorch.py").read_text()
    for head, body in re.findall(r"^# (.+)\n((?:(?!# ).*\n?)*)", text, re.M):
        spec, task = head.rsplit(", ", 1)
        names = {"torch": torch, "F": F}
        exec(body, names)
        yield spec, task, names[re.search(r"^def (\w+)", body, re.M).group(1)]


def samples(task, scale):
    torch.manual_seed(1)
    columns = 1 if task == "binary" else 3
    logits = torch.randn(200, columns, dtype=torch.float64) * scale
    if task == "multilabel":
        return logits, torch.randint(0, 2, (200, columns))
    labels = torch.randint(0, max(2, columns), (200,))
    return (logits if columns > 1 else logits[:, 0]), labels


def ours(spec, task, logits, labels):
    def named(name, count):
        return [name] if count == 1 else [f"{name}_{i}" for i in range(count)]

    truths, columns = labels.reshape(len(labels), -1), logits.reshape(len(labels), -1)
    rows = [",".join([*(str(int(y)) for y in ys), *(repr(float(x)) for x in xs)]) for ys, xs in zip(truths, columns)]
    header = ",".join([*named("label", truths.shape[1]), *named("logit", columns.shape[1])])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "logits.csv")
        path.write_text("\n".join([header, *rows]) + "\n")
        command = ["node", "bin/lossctl.js", "compare", str(path), "--from", "logits", "--loss", spec, "--format", "json"]
        command += ["--task", task]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if "with a margin beyond" in answer.stderr:
            return None
        assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)["results"][0]["losses"][0]["value"]


def check(spec, task, function):
    worst = 0.0
    for scale in [1e-3, 1, 10, 100, 1e4]:
        logits, labels = samples(task, scale)
        value, wanted = float(function(logits, labels)), ours(spec, task, logits, labels)
        # Of the farthest samples a sketch does not tell what some losses make.
        worst = max(worst, 0 if wanted is None else abs(value - wanted) / abs(wanted))
        single = logits.float().requires_grad_()
        function(single, labels).backward()
        assert torch.isfinite(single.grad).all(), f"{spec}, {task}: a gradient is not finite at scale {scale}"
    assert worst <= 1e-12, f"{spec}, {task}: {worst}"
    print(f"{spec}, {task}: {worst:.0e}")


if __name__ == "__main__":
    for block in blocks():
        check(*block)
