"""Evolution Data Server, what Evolution and GNOME Calendar stand on: see evolution_session.py, which
runs on a message bus and in a home of its own."""
import os
import subprocess

from checks import check
from service import PASSWORD, ROOT


def converse(service, folder):
    kept = {k: v for k, v in os.environ.items()
            if not k.startswith(("XDG_", "DBUS_", "DISPLAY", "WAYLAND", "GNOME_"))}
    folder.chmod(0o700)
    env = dict(kept, HOME=str(folder), XDG_CONFIG_HOME=f"{folder}/config",
               XDG_DATA_HOME=f"{folder}/data", XDG_CACHE_HOME=f"{folder}/cache",
               XDG_RUNTIME_DIR=str(folder), GSETTINGS_BACKEND="memory", TZ="America/Bogota",
               NO_AT_BRIDGE="1", GIO_USE_VFS="local", GIO_USE_PROXY_RESOLVER="dummy",
               LC_ALL="C.UTF-8", NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")
    script = ROOT / "tests/interop/evolution_session.py"
    done = subprocess.run(["dbus-run-session", "--", "/usr/bin/python3", script, service.url,
                           "coordinacion", PASSWORD], env=env, timeout=180, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told = [line for line in done.stdout.splitlines() if line.startswith(("ok ", "FAIL "))]
    print("\n".join(told), flush=True)
    check("Evolution's session came to its end", done.returncode == 0 and len(told) > 8,
          done.stdout[-4000:])
