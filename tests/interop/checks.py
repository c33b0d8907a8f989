"""One line a check; the first that fails ends the run."""


def check(what, good, detail=""):
    print(("ok   " if good else "FAIL ") + what, flush=True)
    if not good:
        raise AssertionError(f"{what}: {detail}")
