"""Make sure there is a Chromium for the browser tests: ``python tests/browser/install.py``.

An installed browser is used as it is. On Debian and Ubuntu, with the right to install
programs, Debian's own package is installed; elsewhere the command says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from slik.chromium import find

def main() -> int:
    if find():
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installerer Chromium for nettlesertestene …", flush=True)
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return 0 if find() else 1
    print(
        "Testene trenger nettleseren Chromium. Installer den (på Debian og Ubuntu: sudo apt install chromium), "
        "eller oppgi hvor den er: CHROMIUM=/sti/til/chromium make test",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
