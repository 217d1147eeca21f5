# Pairs on standard input, a tab between: how Python's packaging orders them; ? for what is no version.
import sys
from functools import lru_cache
from packaging.version import Version


@lru_cache(maxsize=100_000)
def read(text):
    try:
        return Version(text)
    except Exception:
        return None


for line in sys.stdin:
    a, b = (read(text) for text in line.rstrip("\n").split("\t"))
    sys.stdout.write("?\n" if a is None or b is None else "<\n" if a < b else ">\n" if a > b else "=\n")
