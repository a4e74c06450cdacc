"""The sample server, for the checks that are written in Python."""
import contextlib
import subprocess

CQLPAGE = ".build/release/cqlpage"


@contextlib.contextmanager
def serving(*options):
    """Runs `cqlpage serve` and gives its port."""
    server = subprocess.Popen([CQLPAGE, "serve", "--port", "0", *map(str, options)], stdout=subprocess.PIPE, text=True)
    try:
        line = server.stdout.readline()
        if not line.startswith("listening on 127.0.0.1:"):
            raise SystemExit(f"cqlpage serve does not say where it listens: {line!r}")
        yield int(line.rpartition(":")[2])
    finally:
        server.terminate()
        code = server.wait(30)
    if code != 0:
        raise SystemExit(f"cqlpage serve has ended with {code}, not 0")
