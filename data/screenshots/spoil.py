#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""spoil.py diverge|bare|age IN OUT: makes files that lead into trouble, for pictures of it. A checkpoint whose numbers
overflow in the middle of a picture; one that says nothing of itself; a picture that another version has painted."""

import json
import struct
import sys
import zlib


def read_checkpoint(path):
    """Its header, and the tensors' bytes."""
    with open(path, 'rb') as file:
        size = struct.unpack('<Q', file.read(8))[0]
        return json.loads(file.read(size)), bytearray(file.read())


def write_checkpoint(path, header, data):
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + data)


def diverge(source, target):
    """The place in the middle of the picture weighs too much."""
    header, data = read_checkpoint(source)
    tensor = header['pos_embedding.pe']
    n_positions, width = tensor['shape'][1:]
    row = struct.pack('<2f', 3e38, -3e38) * (width // 2)
    begin = tensor['data_offsets'][0] + n_positions * 9 // 16 * len(row)
    assert tensor['dtype'] == 'F32'
    data[begin : begin + len(row)] = row
    write_checkpoint(target, header, data)


def bare(source, target):
    header, data = read_checkpoint(source)
    del header['__metadata__']
    write_checkpoint(target, header, data)


def age(source, target):
    """The recipe's program version, in a chunk that is as long as before and has its check sum again."""
    with open(source, 'rb') as file:
        png = file.read()
    out, at = png[:8], 8
    while at < len(png):
        size = struct.unpack('>I', png[at : at + 4])[0]
        chunk = png[at + 4 : at + 8 + size]
        place = chunk.find(b'"program_version"')
        if place >= 0:
            begin = chunk.index(b'"', chunk.index(b':', place)) + 1
            end = chunk.index(b'"', begin)
            chunk = chunk[:begin] + b'0.0.9'.ljust(end - begin, b'0')[: end - begin] + chunk[end:]
        out += struct.pack('>I', size) + chunk + struct.pack('>I', zlib.crc32(chunk))
        at += 12 + size
    with open(target, 'wb') as file:
        file.write(out)


{'diverge': diverge, 'bare': bare, 'age': age}[sys.argv[1]](*sys.argv[2:])
