#!/usr/bin/env python3
"""Verify a bundle of the Zhishou evidence ledger. Needs Python 3.8 or later and nothing else, no network.

    python3 verify.py [BUNDLE.zip | FOLDER] [--head HASH]

Without a path: the folder this script lies in. Exit code 0: everything holds; 1: something is broken; 2: unreadable.
The forms that are computed here are described in README.en.md.
"""

import argparse
import hashlib
import json
import os
import sys
import zipfile
from datetime import datetime, timedelta

TOLERANCE = timedelta(seconds=60)  # a clock may be off by this much without a note
HEX = set("0123456789abcdef")
FILES = ("README.en.md", "README.zh.md", "batches.jsonl", "entries.jsonl", "heads.json", "seals.jsonl", "verify.py")


class Broken(Exception):
    pass


def canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Bundle:
    """The files of a bundle, in a zip file or unpacked."""

    def __init__(self, path):
        self.folder = None if os.path.isfile(path) else path
        self.zip = zipfile.ZipFile(path) if self.folder is None else None
        self.opened = [self.zip] if self.zip else []

    def close(self):
        for file in reversed(self.opened):
            file.close()

    def open(self, name):
        try:
            self.opened.append(self.zip.open(name) if self.zip else open(os.path.join(self.folder, name), "rb"))
        except (KeyError, FileNotFoundError):
            raise Broken("the file %s is missing" % name)
        return self.opened[-1]

    def names(self):
        if self.zip:
            return self.zip.namelist()
        return [name for name in os.listdir(self.folder) if name != "__pycache__"]

    def read(self, name):
        with self.open(name) as file:
            return file.read()

    def digest(self, name):
        total = hashlib.sha256()
        with self.open(name) as file:
            for part in iter(lambda: file.read(1 << 20), b""):
                total.update(part)
        return total.hexdigest()

    def lines(self, name):
        """Read one JSON object a line, each exactly in its canonical form."""
        with self.open(name) as file:
            for number, line in enumerate(file, start=1):
                yield load(line, "%s line %d" % (name, number))


def load(line, where):
    try:
        value = json.loads(line.decode("utf-8"))
        form = canonical(value) + b"\n"
    except (ValueError, RecursionError):
        raise Broken("%s is not readable" % where)
    if not isinstance(value, dict) or form != line:
        raise Broken("%s is not in its canonical form" % where)
    return value


def check_files(bundle):
    """Compare every file with SHA256SUMS; neither more nor fewer."""
    expected = "".join("%s  %s\n" % (bundle.digest(name), name) for name in FILES)
    if bundle.read("SHA256SUMS") != expected.encode("ascii"):
        for line in expected.splitlines():
            if line.encode("ascii") not in bundle.read("SHA256SUMS").splitlines():
                raise Broken("the file %s differs from SHA256SUMS" % line.split("  ")[1])
        raise Broken("SHA256SUMS lists something else")
    names = bundle.names()
    if sorted(names) != sorted(FILES + ("SHA256SUMS",)):
        raise Broken("the bundle holds other files: %s" % sorted(set(names) ^ set(FILES + ("SHA256SUMS",))))


def moment(text, where):
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")
    except (TypeError, ValueError):
        raise Broken("%s: %r is not a moment" % (where, text))


def take(row, keys, where):
    if set(row) != set(keys):
        raise Broken("%s has other fields than it must have" % where)
    return [row[key] for key in keys]


ENTRY = ("uuid", "engagement", "what", "about_kind", "about_key", "by", "by_name", "happened_at", "recorded_at")


def entry_digest(entry, where):
    """Check the payload against its digest and return the digest of the entry."""
    take(entry, ENTRY + ("payload", "payload_digest"), where)
    if sha256(canonical(entry["payload"])) != entry["payload_digest"]:
        raise Broken("%s: the payload differs from its digest" % where)
    form = {key: entry[key] for key in ENTRY}
    form.update(v=1, payload_digest=entry["payload_digest"])
    return sha256(canonical(form))


class Chain:
    """One walk along the chain; remembers only the place before."""

    def __init__(self, bundle, heads):
        self.chain, self.engagement = heads["chain"], heads["engagement"]["uuid"]
        self.entries, self.seals = bundle.lines("entries.jsonl"), bundle.lines("seals.jsonl")
        self.link = sha256(canonical({"v": 1, "genesis": self.chain}))
        self.head, self.position, self.number, self.marked = "", 0, 0, 0

    def step(self):
        position = self.position + 1
        entry, seal = next(self.entries, None), next(self.seals, None)
        if entry is None or seal is None:
            raise Broken("position %d: the %s is missing" % (position, "entry" if entry is None else "seal"))
        where = "position %d (entry %s)" % (position, entry.get("uuid"))
        digest = entry_digest(entry, where)
        if entry["engagement"] != self.engagement:
            raise Broken("%s: belongs to another contract" % where)
        found, uuid, sealed, link = take(seal, ("position", "entry", "entry_digest", "chain_hash"), where)
        if found != position or uuid != entry["uuid"]:
            raise Broken("%s: the seal is that of another position or entry" % where)
        form = {"v": 1, "chain": self.chain, "position": position, "previous": self.link, "entry": sealed}
        if link != sha256(canonical(form)):
            raise Broken("%s: the seal was changed" % where)
        if sealed != digest:
            raise Broken("%s: the entry differs from what was sealed" % where)
        if moment(entry["happened_at"], where) - moment(entry["recorded_at"], where) > TOLERANCE:
            self.marked += 1
        self.position, self.link = position, link

    def batch(self, row):
        where = "batch %d" % (self.number + 1)
        keys = ("number", "first_position", "last_position", "previous_head", "sealed_at", "head")
        number, first, last, previous, sealed_at, head = take(row, keys, where)
        if number != self.number + 1 or first != self.position + 1 or previous != self.head:
            raise Broken("%s: missing, reordered or changed" % where)
        if not isinstance(last, int) or last < first:
            raise Broken("%s was changed" % where)
        while self.position < last:
            self.step()
        form = {key: row[key] for key in keys if key != "head"}
        form.update(v=1, chain=self.chain, last_link=self.link)
        if head != sha256(canonical(form)):
            raise Broken("%s was changed" % where)
        self.number, self.head = number, head


def verify(path, shown):
    bundle = Bundle(path)
    try:
        return walk(bundle, shown)
    finally:
        bundle.close()


def walk(bundle, shown):
    check_files(bundle)
    heads = load(bundle.read("heads.json"), "heads.json")
    take(heads, ("v", "chain", "engagement", "entries", "batches", "head", "exported_at", "shown"), "heads.json")
    chain, found = Chain(bundle, heads), set()
    wanted = {row["head"]: row for row in heads["shown"]}
    for row in bundle.lines("batches.jsonl"):
        chain.batch(row)
        known = wanted.pop(chain.head, None)
        if known and (known["number"], known["last_position"]) != (chain.number, chain.position):
            raise Broken("the head shown on %s is said to stand elsewhere" % known["day"])
        if chain.head == shown:
            found.add(chain.number)
    if next(chain.entries, None) is not None or next(chain.seals, None) is not None:
        raise Broken("there are entries or seals beyond the last batch")
    if (heads["entries"], heads["batches"], heads["head"]) != (chain.position, chain.number, chain.head):
        raise Broken("heads.json does not describe this chain")
    if wanted:
        raise Broken("the head shown on %s is not in the chain" % min(row["day"] for row in wanted.values()))
    return heads, chain, found


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="Verify a bundle of the evidence ledger, offline.")
    parser.add_argument("bundle", nargs="?", default=here, help="the zip file or the unpacked folder")
    parser.add_argument("--head", default="", help="a head that you were shown: is it part of this chain?")
    options = parser.parse_args()
    shown = options.head.strip().lower()
    if shown and (len(shown) != 64 or set(shown) - HEX):
        parser.error("a head is 64 hexadecimal digits")
    try:
        heads, chain, found = verify(options.bundle, shown)
    except Broken as broken:
        print("BROKEN 不成立: %s" % broken)
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, EOFError) as error:
        print("UNREADABLE 无法读取: %s: %s" % (type(error).__name__, error))
        return 1 if os.path.exists(options.bundle) else 2
    print("HOLDS 成立: %s: %d entries, %d batches" % (heads["engagement"]["code"], chain.position, chain.number))
    print("head 链头: %s" % (chain.head or "-"))
    if chain.marked:
        print("note 提示: %d entries say that they happened after they were recorded" % chain.marked)
    if shown and not found:
        print("BROKEN 不成立: this chain does NOT extend the head you were shown")
        return 1
    if shown:
        print("This chain extends the head you were shown 本账本是所示链头的延续 (batch %d)" % min(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
