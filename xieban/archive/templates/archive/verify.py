#!/usr/bin/env python3
"""校验归档包 / Verify this package: python3 verify.py  (Python 3.8+; nothing else is needed)

Every file is hashed again and compared with manifest-sha256.txt and tagmanifest-sha256.txt; files that no manifest
names are told too. Works in the unpacked folder, or on the ZIP itself: python3 verify.py package.zip
"""

import hashlib
import sys
import zipfile
from pathlib import Path

MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")


def digest(file):
    found = hashlib.sha256()
    for block in iter(lambda: file.read(1 << 18), b""):
        found.update(block)
    return found.hexdigest()


def from_folder(folder):
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return files, lambda name: files[name].open("rb")


def from_zip(path):
    packed = zipfile.ZipFile(str(path))
    names = [name for name in packed.namelist() if not name.endswith("/")]
    root = names[0].split("/")[0] + "/"
    files = {name[len(root) :]: name for name in names}
    return files, lambda name: packed.open(files[name])


def faults(files, opened):
    listed = set()
    for manifest in MANIFESTS:
        if manifest not in files:
            yield "缺少 / missing: " + manifest
            continue
        with opened(manifest) as file:
            lines = file.read().decode("utf-8").splitlines()
        for line in lines:
            said, name = line.split("  ", 1)
            name = name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            listed.add(name)
            if name not in files:
                yield "缺少 / missing: " + name
                continue
            with opened(name) as file:
                if digest(file) != said:
                    yield "已被改动 / altered: " + name
    for name in sorted(set(files) - listed - {MANIFESTS[1]}):
        yield "清单之外 / not in a manifest: " + name


def main():
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    files, opened = from_zip(path) if path.is_file() else from_folder(path)
    found = list(faults(files, opened))
    for one in found:
        print(one)
    print("校验未通过 / FAILED" if found else "校验通过，共 {0} 个文件 / OK, {0} files".format(len(files)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
