"""Nothing is reported to anybody, however Rasa is started."""

import os
import subprocess
import sys


def test_telemetry_is_off_without_any_setting():
    bare = {name: value for name, value in os.environ.items() if name != "RASA_TELEMETRY_ENABLED"}
    code = "import os; print(os.environ.get('RASA_TELEMETRY_ENABLED'))"
    done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "false"
