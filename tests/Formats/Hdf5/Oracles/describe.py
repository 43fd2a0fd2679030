"""Describes what h5py reads from HDF5 files, one line of JSON for each file: python3 describe.py FILE..."""
import hashlib
import json
import sys

import h5py
import numpy as np


def texts(value, shape):
    flat = [value] if shape == () else list(np.asarray(value, dtype=object).ravel())
    return [(v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v)).rstrip("\0") for v in flat]


def describe_value(h5type, shape, read):
    """Numbers as the hash of their little-endian bytes, texts as a list, all else as refused."""
    shape = () if shape is None else shape
    kind = h5type.get_class()
    if kind == h5py.h5t.STRING:
        found = texts(read(), shape)
        is_blank_padded = not h5type.is_variable_str() and h5type.get_strpad() == h5py.h5t.STR_SPACEPAD
        return {"shape": list(shape), "type": "text", "texts": [text.rstrip(" ") for text in found] if is_blank_padded else found}
    if kind in (h5py.h5t.INTEGER, h5py.h5t.FLOAT, h5py.h5t.ENUM, h5py.h5t.BITFIELD):
        try:
            dtype = h5type.dtype
        except TypeError:
            return {"refused": True}
        if dtype.itemsize not in (1, 2, 4, 8) or dtype.itemsize != h5type.get_size():
            return {"refused": True}
        array = np.ascontiguousarray(np.asarray(read(), dtype=dtype))
        little = array.astype(dtype.newbyteorder("<")) if dtype.byteorder == ">" else array
        name = "enum" if kind == h5py.h5t.ENUM and dtype.kind != "b" else {"b": "bool"}.get(dtype.kind, dtype.kind + str(8 * dtype.itemsize))
        return {"shape": list(shape), "type": name, "sha256": hashlib.sha256(little.tobytes()).hexdigest()}
    return {"refused": True}


def describe_attributes(item):
    found = {}
    for name in item.attrs.keys():
        attribute = h5py.h5a.open(item.id, name.encode())
        is_null = attribute.get_space().get_simple_extent_type() == h5py.h5s.NULL
        if is_null:
            found[name] = {"refused": True}
            continue
        found[name] = describe_value(attribute.get_type(), attribute.shape, lambda name=name: item.attrs[name])
    return found


def describe_dataset(dataset):
    plist = dataset.id.get_create_plist()
    layout = {h5py.h5d.COMPACT: "Compact", h5py.h5d.CONTIGUOUS: "Contiguous", h5py.h5d.CHUNKED: "Chunked", h5py.h5d.VIRTUAL: "Virtual"}[plist.get_layout()]
    entry = {"kind": "dataset", "layout": layout, "attributes": describe_attributes(dataset)}
    entry["filters"] = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
    if layout == "Virtual" or dataset.id.get_space().get_simple_extent_type() == h5py.h5s.NULL or plist.get_external_count() > 0:
        return entry | {"refused": True}
    if layout == "Chunked":
        entry["chunks"] = list(dataset.chunks)
        count = dataset.id.get_num_chunks() if dataset.size else 0
        entry["stored"] = count
        # Library 1.10 gives wrong coordinates where the one unlimited axis is not the first, and offsets without the user block.
        if count <= 512 and (dataset.maxshape.count(None) != 1 or dataset.maxshape[0] is None):
            infos = [dataset.id.get_chunk_info(i) for i in range(count)]
            shift = dataset.file.userblock_size
            entry["index"] = [[*i.chunk_offset, i.byte_offset + shift, i.size, i.filter_mask] for i in infos]
    try:
        return entry | describe_value(dataset.id.get_type(), dataset.shape, lambda: dataset[()])
    except OSError as error:
        return entry | {"unreadable": str(error)}


def describe_file(path):
    objects, links = {}, {}

    def visit(group, prefix):
        objects[prefix or "/"] = {"kind": "group", "attributes": describe_attributes(group)}
        for name in group:
            link = group.get(name, getlink=True)
            where = f"{prefix}/{name}"
            if isinstance(link, h5py.SoftLink):
                links[where] = {"kind": "Soft", "target": link.path}
            elif isinstance(link, h5py.ExternalLink):
                links[where] = {"kind": "External", "target": link.path, "file": link.filename}
            else:
                links[where] = {"kind": "Hard"}
                item = group[name]
                if isinstance(item, h5py.Group):
                    visit(item, where)
                elif isinstance(item, h5py.Dataset):
                    objects[where] = describe_dataset(item)
                else:
                    objects[where] = {"kind": "type"}

    with h5py.File(path, "r") as file:
        visit(file, "")
    return {"path": path, "objects": objects, "links": links}


if __name__ == "__main__":
    try:
        import hdf5plugin  # noqa: F401  registers bitshuffle and others where it is installed
    except ImportError:
        pass
    for name in sys.argv[1:]:
        print(json.dumps(describe_file(name)))
