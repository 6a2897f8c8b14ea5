"""The files in ``deploy/``: what can be proved of them without a server."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAKE = """#!/bin/sh
echo "$2" >> done
[ "$2" != check_cases ]
"""


def shell_command(unit: str) -> str:
    """What systemd hands to ``sh -c`` in a unit: lines joined, ``$$`` a plain dollar."""
    text = (ROOT / "deploy" / unit).read_text(encoding="utf-8").replace("\\\n", " ")
    return re.search(r"^ExecStart=/bin/sh -c '(.*)'$", text, re.MULTILINE)[1].replace("$$", "$")


def test_one_failing_check_of_the_night_keeps_no_other_from_running(tmp_path):
    program = tmp_path / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(FAKE)
    program.chmod(0o700)
    command = shell_command("mingchuang-nightly.service")
    result = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path)
    done = (tmp_path / "done").read_text().split()
    assert result.returncode == 1
    assert done.index("check_cases") < done.index("check_audit")
    assert {"anonymise_cases", "check_sections", "check_articles"} < set(done)


def test_nginx_can_make_its_cache_folder():
    """It makes one folder, no parents, and Debian's own package has no /var/cache/nginx."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    folder = Path(re.search(r"^proxy_cache_path (\S+)", text, re.MULTILINE)[1])
    assert folder.parent == Path("/var/cache")
