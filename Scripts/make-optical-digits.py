#!/usr/bin/env python3
"""Rebuilds the embedded optical-digits set from scikit-learn's copy.

usage: Scripts/make-optical-digits.py SOURCE [FOLDER]

SOURCE is a scikit-learn wheel, or the digits.csv.gz in it. FOLDER defaults to the package resource.
The two files come out byte for byte as committed: IDX in gzip without name or time, stored pixels
0...16 as published.
"""

import gzip
import io
import pathlib
import struct
import sys
import zipfile

MEMBER = "sklearn/datasets/data/digits.csv.gz"
RESOURCE = pathlib.Path(__file__).parent.parent / "Sources/Datasets/Resources/optical-digits"


def read_source(path):
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return gzip.decompress(wheel.read(MEMBER)).decode("ascii")
    return gzip.decompress(path.read_bytes()).decode("ascii")


def compress(data):
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    rows = [
        [int(field) for field in line.split(",")]
        for line in read_source(pathlib.Path(sys.argv[1])).splitlines()
    ]
    assert len(rows) == 1797
    assert all(len(row) == 65 and max(row[:64]) <= 16 and row[64] <= 9 for row in rows)
    images = b"".join(bytes(row[:64]) for row in rows)
    labels = bytes(row[64] for row in rows)
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else RESOURCE
    (folder / "images-idx3-ubyte.gz").write_bytes(
        compress(struct.pack(">4I", 0x803, len(rows), 8, 8) + images)
    )
    (folder / "labels-idx1-ubyte.gz").write_bytes(
        compress(struct.pack(">2I", 0x801, len(rows)) + labels)
    )


if __name__ == "__main__":
    main()
