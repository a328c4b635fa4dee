# SPDX-License-Identifier: MIT
"""A second reader of the safetensors container, written from the format's description alone, to disagree with the first."""

import json
import struct

BITS = {
    'BOOL': 8, 'U8': 8, 'I8': 8, 'I16': 16, 'U16': 16, 'I32': 32, 'U32': 32, 'I64': 64, 'U64': 64,
    'F16': 16, 'BF16': 16, 'F32': 32, 'F64': 64, 'C64': 64,
    'F8_E5M2': 8, 'F8_E4M3': 8, 'F8_E8M0': 8, 'F8_E4M3FNUZ': 8, 'F8_E5M2FNUZ': 8,
    'F6_E2M3': 6, 'F6_E3M2': 6, 'F4': 4,
}
LIMIT = 2 ** 64


class Refused(ValueError):
    """The container breaks a rule."""


def require(condition):
    if not condition:
        raise Refused


def parse_whole(text):
    require(not text.startswith('-'))
    value = int(text)
    require(value < LIMIT)
    return value


def parse_pairs(pairs):
    result = dict(pairs)
    require(len(result) == len(pairs))
    return result


def refuse_number(_text):
    raise Refused


def require_unicode(value):
    """Lone surrogates come through escapes; they are no text."""
    if isinstance(value, str):
        value.encode('utf-8')
    elif isinstance(value, dict):
        for key, item in value.items():
            require_unicode(key)
            require_unicode(item)
    elif isinstance(value, list):
        for item in value:
            require_unicode(item)


def parse_header(header):
    text = header.decode('utf-8')
    body = text.rstrip(' ')
    require(body.startswith('{') and body.endswith('}'))
    value = json.loads(body, object_pairs_hook=parse_pairs, parse_int=parse_whole,
                       parse_float=refuse_number, parse_constant=refuse_number)
    require_unicode(value)
    return value


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def count_bytes(entry):
    """The length a tensor's shape and dtype ask for."""
    elements = 1
    for size in (size for size in entry['shape'] if size > 0):
        elements *= size
    require(elements < LIMIT)
    if 0 in entry['shape']:
        elements = 0
    bits = elements * BITS[entry['dtype']]
    require(bits < LIMIT and bits % 8 == 0)
    return bits // 8


def get_span(entry):
    require(isinstance(entry, dict) and set(entry) == {'dtype', 'shape', 'data_offsets'})
    require(isinstance(entry['dtype'], str) and entry['dtype'] in BITS)
    require(isinstance(entry['shape'], list) and all(map(is_whole, entry['shape'])))
    offsets = entry['data_offsets']
    require(isinstance(offsets, list) and len(offsets) == 2 and all(map(is_whole, offsets)))
    require(offsets[1] - offsets[0] == count_bytes(entry))
    return tuple(offsets)


def check(data):
    require(len(data) >= 10)
    length = struct.unpack('<Q', data[:8])[0]
    require(length <= 100_000_000 and length <= len(data) - 8)
    header = parse_header(data[8:8 + length])
    metadata = header.pop('__metadata__', {})
    require(isinstance(metadata, dict) and all(isinstance(value, str) for value in metadata.values()))
    place = 0
    for begin, end in sorted(map(get_span, header.values())):
        require(begin == place)
        place = end
    require(place == len(data) - 8 - length)


def judge(data):
    """True for a sound container."""
    try:
        check(data)
    except ValueError:  # ours, and those of json, int and decode
        return False
    return True
