#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""bench-train.py BENCH-TRAIN [SIZE...]: tokens a second of training, the engine's and the PyTorch recipe's in turns in one
run; how much of what this machine does at best in products of matrices the engine reaches, and the ratio if it reached all
of it. Without PyTorch: the engine alone."""

import os
import subprocess
import sys
import time

# As PyTorch is fastest: its arrays come from memory that the process keeps. By itself the C library asks the system for
# each large one anew, whose pages are then touched for the first time in every step. Read when a process starts.
KEEP = {'MALLOC_MMAP_MAX_': '0', 'MALLOC_TRIM_THRESHOLD_': '4000000000', 'MALLOC_TOP_PAD_': '67108864'}
if not KEEP.items() <= os.environ.items():
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **KEEP})

os.environ.setdefault('OMP_WAIT_POLICY', 'passive')
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'data', 'checkpoints', 'train'))

try:
    import torch

    import model
except ImportError as error:
    torch, missing = None, error

PROGRAM = sys.argv[1]
SIZES = {'small': ((4, 4, 128, 512), 8), 'paper': ((8, 8, 256, 1024), 4)}
PRECISIONS = ('f32', 'bf16')
STEPS, VALUES = 1023, 256
ROUNDS, SECONDS = 3, 1


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


class Torch:
    """Steps as train.py makes them, on one batch of 32 x 32 pictures."""

    def __init__(self, size, batch, bf16):
        self.network = model.Model(model.Config(*size, VALUES, VALUES, 'gray8', 32, 32))
        self.values = torch.randint(VALUES, (batch, STEPS + 1))
        self.bf16 = bf16
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=1e-4, betas=(0.9, 0.98))
        self.average = [p.detach().clone() for p in self.network.parameters()]
        self.step()

    def step(self):
        self.optimizer.zero_grad()
        with torch.autocast('cpu', torch.bfloat16, enabled=self.bf16):
            loss = self.network.nats(self.values).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1)
        self.optimizer.step()
        with torch.no_grad():
            for average, p in zip(self.average, self.network.parameters()):
                average.lerp_(p, 0.001)

    def measure(self):
        """Tokens a second in the fastest step by the clock, and by the processors' time of all threads."""
        began, times, works = time.monotonic(), [], []
        while not times or time.monotonic() - began < SECONDS:
            start, before = time.monotonic(), time.process_time()
            self.step()
            times.append(time.monotonic() - start)
            works.append(time.process_time() - before)
        return [self.values.shape[0] * STEPS / min(column) for column in (times, works)]


class Engine:
    """The same in a process of its own, which waits for its turn."""

    def __init__(self, size, batch, precision):
        words = ['--size', *size, STEPS, batch, SECONDS, precision, 'linear']
        self.process = subprocess.Popen([PROGRAM, *map(str, words)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit('bench-train.py: the engine gave up')
        return [float(text) for text in line.split()[:2]]

    def measure(self):
        self.process.stdin.write('\n')
        self.process.stdin.flush()
        return self.read()

    def close(self):
        self.process.communicate()


def measure_peaks():
    output = subprocess.run([PROGRAM, '--peak'], check=True, capture_output=True, text=True).stdout
    return dict(zip(PRECISIONS, map(float, output.split())))


def multiply_adds(size):
    """Of one token in products with the weights: forward, and twice that backward."""
    layers, _, width, feed_forward = size
    return 3 * (layers * (4 * width * width + 2 * width * feed_forward) + width * VALUES)


def print_size(name, precision, peak):
    size, batch = SIZES[name]
    engine, recipe = Engine(size, batch, precision), Torch(size, batch, precision == 'bf16') if torch else None
    rounds = [(engine.measure(), recipe.measure() if recipe else None) for _ in range(ROUNDS)]
    engine.close()
    best = peak / multiply_adds(size)
    for by, kind in enumerate(('clock', 'processor')):
        ours = median([mine[by] for mine, _ in rounds])
        theirs = median([other[by] for _, other in rounds]) if recipe else None
        beside = f'{theirs:>9,.0f}{ours / theirs:>7.2f}' if recipe else f'{"-":>9}{"-":>7}'
        limits = f'{ours / best:>9.0%}' + (f'{best / theirs:>9.2f}' if recipe else '') if by == 0 else ''
        print(f'{name:8}{batch:>6}  {precision:9}{kind:11}{ours:>9,.0f}{beside}{limits}', flush=True)


def main():
    threads = os.cpu_count()
    if torch:
        torch.set_num_threads(threads)
    else:
        print(f'PyTorch is missing ({missing}; Debian has it as python3-torch): the engine alone')
    peaks = measure_peaks()
    print(f'{threads} threads, {f"PyTorch {torch.__version__} that keeps its memory, " if torch else ""}32 x 32 pictures of '
          f'{VALUES} values, linear attention; medians of {ROUNDS} rounds in turns, each its fastest step')
    print(f'At best: {2e-9 * peaks["f32"]:,.0f} GFLOP/s in f32 (OpenBLAS)'
          + (f', {2e-9 * peaks["bf16"]:,.0f} in bf16 (the engine)' if peaks['bf16'] else ', no bf16 on this processor'))
    print(f'{"size":8}{"batch":>6}  {"products":9}{"by":11}{"engine":>9}{"PyTorch":>9}{"ratio":>7}{"of peak":>9}{"at most":>9}'
          '   tokens/s')
    for name in sys.argv[2:] or SIZES:
        for precision in PRECISIONS:
            if peaks[precision]:
                print_size(name, precision, peaks[precision])


if __name__ == '__main__':
    main()
