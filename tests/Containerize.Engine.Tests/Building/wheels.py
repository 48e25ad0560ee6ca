"""Makes wheels of packages that are installed: wheels.py FOLDER PACKAGE... Those that are not are passed over; prints name==version for each."""

import base64
import hashlib
import importlib.metadata
import pathlib
import sys
import zipfile

folder, done = pathlib.Path(sys.argv[1]), {}
for name in sys.argv[2:]:
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        continue
    root = pathlib.Path(found.locate_file(""))
    done[name] = found.version
    stem = f"{name.replace('-', '_')}-{found.version}"
    files = {}
    for top in (found.read_text("top_level.txt") or name.replace("-", "_")).split():
        paths = [root / f"{top}.py"] if (root / f"{top}.py").is_file() else (root / top).rglob("*")
        for path in paths:
            if path.is_file() and path.suffix not in (".pyc", ".so"):
                files[path.relative_to(root).as_posix()] = path.read_bytes()
    files[f"{stem}.dist-info/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {found.version}\n".encode()
    files[f"{stem}.dist-info/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: lab\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    if found.read_text("entry_points.txt"):
        files[f"{stem}.dist-info/entry_points.txt"] = found.read_text("entry_points.txt").encode()
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},{len(content)}\n"
        for path, content in sorted(files.items()))
    files[f"{stem}.dist-info/RECORD"] = (record + f"{stem}.dist-info/RECORD,,\n").encode()
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in sorted(files.items()):
            wheel.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), content)

print("\n".join(f"{name}=={version}" for name, version in sorted(done.items())))
