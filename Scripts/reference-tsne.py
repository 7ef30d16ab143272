#!/usr/bin/env python3
"""What scikit-learn and openTSNE make of the images that the tests and benchmarks of DE-SNE use.

    reference-tsne.py figures             the constants of Tests/DESNETests/ReferenceFigures.swift
    reference-tsne.py times FILE N D ITERATIONS METHOD
                                          seconds and processor seconds of one embedding of
                                          N x D bytes in FILE

Run by `make reference` and `make bench` in an environment with pinned versions.
"""

import gzip
import math
import os
import statistics
import sys
import time

import numpy as np

PERPLEXITY = 30
ROWS = [0, 1, 100, 250, 599]
SEEDS = range(1, 6)


def idx(path):
    data = gzip.open(path).read()
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * k : 8 + 4 * k], "big") for k in range(rank)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def data_sets():
    """The same images as in the tests, as (name, float64 matrix)."""
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    digits = idx(os.path.join(root, "Sources/Datasets/Resources/optical-digits/images-idx3-ubyte.gz"))
    # The package's reader multiplies the published counts 0...16 by 15.
    yield "digits", digits.reshape(len(digits), -1)[:600].astype(np.float64) * 15
    folder = os.environ.get("NMS_DATA")
    if not folder:
        return
    images = idx(os.path.join(folder, "fashion-mnist/train-images-idx3-ubyte.gz"))
    labels = idx(os.path.join(folder, "fashion-mnist/train-labels-idx1-ubyte.gz"))
    yield "fashion-mnist class 0", images.reshape(len(images), -1)[labels == 0][:1000].astype(np.float64)
    path = os.path.join(folder, "cifar-10/train_batch.bin")
    if os.path.exists(path):
        records = np.fromfile(path, np.uint8).reshape(-1, 3073)
        yield "cifar-10 class 0", records[records[:, 0] == 0][:1000, 1:].astype(np.float64)


def start(count, seed, spread=1 / 16):
    """The start of the package for a seed: Marsaglia's xorshift after SplitMix64's finaliser."""
    mask = (1 << 64) - 1
    state = (seed + 0x9E3779B97F4A7C15) & mask
    state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
    state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & mask
    state = (state ^ (state >> 31)) | 1
    values = []
    for _ in range(2 * count):
        state ^= (state << 13) & mask
        state ^= state >> 7
        state ^= (state << 17) & mask
        values.append(((state >> 48) - 32768) / 32768 * spread)
    return np.array(values, np.float32).reshape(count, 2)


def figures():
    from sklearn.manifold import TSNE, trustworthiness
    from sklearn.manifold._utils import _binary_search_perplexity

    for name, x in data_sets():
        n = len(x)
        # Integers: exact also by way of the scalar products.
        norms = (x * x).sum(1)
        distances = norms[:, None] + norms[None, :] - 2 * (x @ x.T)
        p = _binary_search_perplexity(distances.astype(np.float32), PERPLEXITY, 0)
        print(f"{name}: {n} images")
        for row in [r for r in ROWS if r < n]:
            q = np.delete(p[row].astype(np.float64), row)
            d = np.delete(distances[row], row)
            q /= q.sum()
            perplexity = math.exp(-(q[q > 0] * np.log(q[q > 0])).sum())
            # beta by least squares over log p, in 1 / (squared byte differences), base 2.
            keep = q > 1e-6
            slope = np.polyfit(d[keep] - d.min(), np.log2(q[keep]), 1)[0]
            print(f"  row {row}: perplexity {perplexity:.7f}, log2 beta {math.log2(-slope):.7f}")
        divergences, trusts = [], []
        for seed in SEEDS:
            tsne = TSNE(
                perplexity=PERPLEXITY, method="exact", init=start(n, seed), learning_rate=64,
                early_exaggeration=4, max_iter=750, n_iter_without_progress=750, random_state=seed)
            y = tsne.fit_transform(x)
            divergences.append(tsne.kl_divergence_)
            trusts.append(trustworthiness(x, y, n_neighbors=5))
        print("  KL of the seeds: " + ", ".join(f"{value:.5f}" for value in divergences))
        for what, values in (("KL", divergences), ("trustworthiness", trusts)):
            print(f"  {what}: mean {statistics.mean(values):.5f}, least {min(values):.5f}, "
                  f"largest {max(values):.5f}, deviation {statistics.stdev(values):.5f}", flush=True)


def times(path, n, d, iterations, method):
    x = np.fromfile(path, np.uint8).reshape(n, d).astype(np.float64)
    initial = start(n, 1)
    rate = max(64, n / 16)
    cores = os.cpu_count()
    if method.startswith("scikit-learn"):
        from sklearn.manifold import TSNE

        def run():
            TSNE(perplexity=PERPLEXITY, method="exact" if method.endswith("exact") else "barnes_hut",
                 init=initial, learning_rate=rate, early_exaggeration=4, max_iter=iterations,
                 n_iter_without_progress=iterations, min_grad_norm=0, n_jobs=cores,
                 random_state=1).fit(x)
    else:
        from openTSNE import TSNE

        def run():
            TSNE(perplexity=PERPLEXITY, initialization=initial.astype(np.float64), learning_rate=rate,
                 early_exaggeration=4, early_exaggeration_iter=250, n_iter=iterations - 250,
                 neighbors="exact", negative_gradient_method=method.split()[-1], n_jobs=cores,
                 random_state=1).fit(x)

    began, used = time.perf_counter(), time.process_time()
    run()
    print(f"{time.perf_counter() - began:.4f} {time.process_time() - used:.4f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["figures"]:
        figures()
    elif sys.argv[1:2] == ["times"] and len(sys.argv) == 7:
        times(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), sys.argv[6])
    else:
        sys.exit(__doc__)
