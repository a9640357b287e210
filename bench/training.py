"""What lossctl.Sketch costs beside the training of ResNet-50: python bench/training.py [--device cuda] [--batch 128].

Needs PyTorch, torchvision and the wheel. Images are random and so are labels: time does not depend on them. Blocks of steps with
`update` and without it take turns, each block ends when the device has done all of it, and of a kind the median block counts.
Prints JSON.
"""

import argparse
import json
import platform
import statistics
import time
from contextlib import nullcontext

import torch
import torchvision

import lossctl

CLASSES = 1000


def wait(device):
    if device == "cuda":
        torch.cuda.synchronize()


def seconds(device, run, times):
    wait(device)
    before = time.perf_counter()
    for _ in range(times):
        run()
    wait(device)
    return (time.perf_counter() - before) / times


def measure(args, name, batch, autocast):
    torch.manual_seed(1)
    device = args.device
    # An H100 trains in this layout; a CPU as well.
    model = torchvision.models.resnet50(num_classes=CLASSES).to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), 0.01, 0.9)
    images = torch.randn(batch, 3, 224, 224, device=device).to(memory_format=torch.channels_last)
    labels = torch.randint(CLASSES, (batch,), device=device)
    sketch = lossctl.Sketch()
    made = None

    def step():
        nonlocal made
        with torch.autocast(device, torch.bfloat16) if autocast else nullcontext():
            made = model(images)
            loss = torch.nn.functional.cross_entropy(made, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    def step_and_update():
        step()
        sketch.update(made, labels)

    seconds(device, step_and_update, args.steps)
    plain, kept = [], []
    for _ in range(args.blocks):
        plain.append(seconds(device, step, args.steps))
        kept.append(seconds(device, step_and_update, args.steps))
    alone = [seconds(device, lambda: sketch.update(made, labels), 20) for _ in range(args.blocks)]
    step_s, with_s, update_s = map(statistics.median, (plain, kept, alone))
    return {
        "numbers": name,
        "batch": batch,
        "step_ms": 1000 * step_s,
        "with_update_ms": 1000 * with_s,
        "more_percent": 100 * (with_s / step_s - 1),
        "block_ratios_percent": [100 * (b / a - 1) for a, b in zip(plain, kept)],
        "update_alone_ms": 1000 * update_s,
        "update_alone_percent": 100 * update_s / step_s,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--batch", type=int, nargs="+", default=[64, 256])
    parser.add_argument("--steps", type=int, default=10, help="of a block")
    parser.add_argument("--blocks", type=int, default=7, help="of each kind")
    args = parser.parse_args()
    machine = torch.cuda.get_device_name() if args.device == "cuda" else platform.processor() or platform.machine()
    kinds = [("bfloat16 autocast", True), ("float32", False)]
    runs = [measure(args, name, batch, autocast) for name, autocast in kinds for batch in args.batch]
    print(json.dumps({"machine": machine, "torch": torch.__version__, "model": "ResNet-50", "runs": runs}, indent=2))


if __name__ == "__main__":
    main()
