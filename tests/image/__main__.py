"""Build the image, and report its size and how long it takes to start: python -m image."""

import sys

from image.build import LAYOUT, ROOT, Unavailable, build, size
from image.container import run

if __name__ == "__main__":
    try:
        build()
    except Unavailable as reason:
        sys.exit(str(reason))
    seconds = sorted(run("start-dev").seconds for _ in range(5))
    print(f"root file system {size(ROOT) / 1e6:.0f} MB in {ROOT}")
    print(f"OCI layout       {size(LAYOUT) / 1e6:.0f} MB in {LAYOUT}")
    print(f"start            {seconds[2]:.2f} s until healthy (median of {len(seconds)})")
