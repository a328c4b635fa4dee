#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check-neighbours.py JUDGE: every container one byte away from a good one, judged by the engine and by a second reader.

JUDGE is the program tests/support/judge-safetensors. Prints what was judged; the exit status is 1 if they disagree once.
"""

import os
import struct
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
sys.dont_write_bytecode = True
from safetensors_judge import judge  # noqa: E402

SHOWN = 20

GOOD = [
    (b'{}', 0),
    (b'{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}  ', 2),
    (b'{"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[],"data_offsets":[1,5]},'
     b'"a":{"dtype":"F4","shape":[2,1],"data_offsets":[0,1]}}', 5),
    (b'{"\\u0061\\ud83d\\ude00\xc3\xa4":{"dtype":"BF16","shape":[0],"data_offsets":[0,0]}}', 0),
]


def make(header, n_data):
    return struct.pack('<Q', len(header)) + header + bytes(n_data)


def neighbours(good):
    """One byte changed, left out or put in."""
    for i in range(len(good)):
        for value in range(256):
            yield good[:i] + bytes([value]) + good[i + 1:]
        yield good[:i] + good[i + 1:]
    for i in range(len(good) + 1):
        for value in range(256):
            yield good[:i] + bytes([value]) + good[i:]


def with_length(good):
    """Changes in the header's text that the length follows, so that the text itself is judged."""
    length = struct.unpack('<Q', good[:8])[0]
    header, data = good[8:8 + length], good[8 + length:]
    for case in neighbours(header):
        yield struct.pack('<Q', len(case)) + case + data


def main(judge_path):
    goods = [make(*case) for case in GOOD]
    cases = [case for good in goods for case in (*neighbours(good), *with_length(good))]
    stream = b''.join(struct.pack('<I', len(case)) + case for case in cases)
    verdicts = subprocess.run([judge_path], input=stream, stdout=subprocess.PIPE, check=True).stdout
    ours = [verdict == ord('1') for verdict in verdicts]
    theirs = [judge(case) for case in cases]
    different = [i for i in range(len(cases)) if ours[i] != theirs[i]]
    for i in different[:SHOWN]:
        print(f'engine says {ours[i]}, the judge {theirs[i]}: {cases[i]!r}')
    print(f'{len(cases)} neighbours of {len(goods)} containers, {sum(theirs)} sound, {len(different)} disagreements')
    whole = len(ours) == len(cases) and all(judge(good) for good in goods)
    return 0 if whole and not different else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
