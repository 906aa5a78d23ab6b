"""What is handed to operators fits the project and its settings."""

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from bot.cli import make_parser
from bot.server.settings import Settings, variable

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OPERATE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
KNOWN = {variable(field.name): field.default for field in fields(Settings)}


def test_every_setting_is_in_the_table_with_its_default():
    rows = dict(re.findall(r"^\| `(SAMTALSKOMPASSEN_\w+)` \| (.*?) \|", OPERATE, re.MULTILINE))
    assert set(rows) == set(KNOWN)
    for name, default in KNOWN.items():
        if isinstance(default, str | int | float | Path):
            assert rows[name] == f"`{default}`"


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_only_known_settings_are_used(path):
    assert set(re.findall(r"SAMTALSKOMPASSEN_\w+", path.read_text(encoding="utf-8"))) <= set(KNOWN)


def test_commands_that_are_handed_out_can_be_parsed():
    handed = re.findall(r'CMD \["samtalskompassen", (.*)\]', (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    unit = re.search(r"ExecStart=\S+samtalskompassen (.*)", (DEPLOY / "samtalskompassen.service").read_text())
    arguments = [[part.strip('" ') for part in handed[0].split(",")], unit[1].split()]
    for each in arguments:
        assert make_parser().parse_args(each).workers >= 2


def test_container_file_copies_what_there_is():
    for line in (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source


def test_compose_file_waits_for_the_database_and_keeps_nothing_in_redis():
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))["services"]
    assert services["app"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["app"]["read_only"] is True
    assert services["limits"]["command"][1:3] == ["--save", ""]
    assert not services["limits"].get("volumes")


def test_unit_keeps_what_people_write_off_the_disk_and_reloads():
    unit = (DEPLOY / "samtalskompassen.service").read_text(encoding="utf-8")
    lines = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert (lines["LimitCORE"], lines["MemorySwapMax"], lines["PrivateTmp"]) == ("0", "0", "yes")
    assert "HUP" in lines["ExecReload"]
    if not shutil.which("systemd-analyze"):
        return
    command = ["systemd-analyze", "verify", DEPLOY / "samtalskompassen.service"]
    checked = subprocess.run(command, capture_output=True, text=True).stderr.splitlines()
    # The command's path exists only where it is installed.
    assert not [line for line in checked if "samtalskompassen.service" in line and "executable" not in line]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_pages_link_to_what_there_is(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert "://" in target or target.startswith("mailto:") or (page.parent / target).exists(), target
    for test in re.findall(r"`(test_\w+)`", text):
        assert list((ROOT / "tests").rglob(f"{test}.py")), test


def test_page_for_municipalities_covers_what_must_be_decided():
    text = (ROOT / "docs/before-you-go-live.md").read_text(encoding="utf-8")
    for topic in (
        "DPIA", "Gallringsbeslut", "2018:1937", "13 §", "Artikel 50.1", "Personuppgiftsbiträdesavtal", "access_log off",
        "Apache", "HAProxy", "IIS", "Ring varje nummer", "Vem som godkänner",
    ):
        assert topic in text, topic
    for command in re.findall(r"`samtalskompassen ([a-z]+(?: [a-z]+)?)`", text):
        assert make_parser().parse_args(command.split())
