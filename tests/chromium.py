"""The browser of the tests: the host's, or else the one that npm's `@sparticuz/chromium` carries."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
FETCHED = Path(__file__).resolve().parent.parent / "var" / "tools" / "chromium"
UNPACK = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"
# It is built for bare containers and brings its own libraries and fonts; nothing but it must see those.
LAUNCHER = """#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" --headless=shell --no-zygote "$@"
"""
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>/usr/share/fonts</dir><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""


def find_chromium() -> Path | None:
    """Return a Chromium: `TEST_CHROMIUM`, the host's, one Playwright has already downloaded, or the fetched one."""
    if named := os.environ.get("TEST_CHROMIUM"):
        return Path(named)
    for name in NAMES:
        if on_path := shutil.which(name):
            return Path(on_path)
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    downloaded = sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    return next((path for path in [*downloaded, FETCHED / "launch"] if path.exists()), None)


def fetch_chromium(npm: list[str], node: str, env: dict[str, str]) -> None:
    """Install the package with `npm` (a command) and unpack it; raises `subprocess.CalledProcessError`.

    The launcher is written last, so that a half-fetched browser is not mistaken for one.
    """
    FETCHED.mkdir(parents=True, exist_ok=True)
    everything = {**os.environ, **env, "TMPDIR": str(FETCHED), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    for command in (
        [*npm, "install", "--no-save", "--no-audit", "--no-fund", "@sparticuz/chromium"],
        [node, "--input-type=module", "-e", UNPACK],
    ):
        subprocess.run(command, cwd=FETCHED, env=everything, check=True, capture_output=True)
    (FETCHED / "fonts.conf").write_text(FONTS.format(folder=FETCHED))
    launcher = FETCHED / "launch"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
