"""Makes the files beside it with the zstd program, 1.5: the text of zstd.test.ts, packed in several ways."""

import struct
import subprocess

rows = [f"{i % 2},{(31 * i) % 97 / 97:.4f}" for i in range(60)]
text = ("label,prob\n" + "\n".join(rows) + "\n").encode()
half = text.index(b"\n", 200) + 1


def pack(data: bytes, *args: str) -> bytes:
    return subprocess.run(["zstd", "-qc", *args], input=data, stdout=subprocess.PIPE, check=True).stdout


def skippable(number: int, data: bytes) -> bytes:
    return struct.pack("<II", 0x184D2A50 + number, len(data)) + data


frames = pack(text[:half]), pack(text[half:], "-19")
files = {
    "one": pack(text),
    "two": b"".join(frames),
    "unchecked": pack(text, "--no-check"),
    # As pzstd writes it: the size of each frame before it.
    "skippable": b"".join(skippable(0, struct.pack("<I", len(frame))) + frame for frame in frames) + skippable(15, b""),
    "empty": pack(b""),
    # More than readers hold unless they are told to.
    "long": pack(text, "--long=28", "--no-content-size"),
    # What it unpacks to fills the room for it to the last byte, four times.
    "blocks": pack((b"label,prob\n" + b"1,0.500000000\n" * 37448).ljust(4 << 17, b"\n")),
}
for name, data in files.items():
    with open(f"{name}.csv.zst", "wb") as file:
        file.write(data)
