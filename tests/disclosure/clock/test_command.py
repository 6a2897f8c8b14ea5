"""``manage.py explain_deadline``, with and without a database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.workdays import YearPlan
from portal.workdays.services import apply_plans

from .conftest import day

ROOT = Path(__file__).resolve().parents[3]


def explained(capsys, *arguments):
    call_command("explain_deadline", *arguments)
    return capsys.readouterr().out.splitlines()


@pytest.mark.django_db
def test_the_limits_stand_on_lines_of_their_own(capsys):
    lines = explained(capsys, "--received", "2026-02-02")
    assert "工作日历：第 1 版" in lines
    assert "补正告知期限：2026-02-11" in lines
    assert "答复期限：2026-03-06" in lines
    assert "暂行：否" in lines


@pytest.mark.django_db
def test_events_by_code_or_by_chinese_name(capsys):
    codes = explained(
        capsys,
        *("--received", "2026-03-02"),
        *("--event", "2026-03-06:consult_sent:letter=甲,party=co_author"),
        *("--event", "2026-03-18:consult_returned:letter=甲"),
        *("--event", "2026-03-20:extended:days=10"),
    )
    names = explained(
        capsys,
        *("--received", "2026-03-02", "--event", "2026-03-20:延长答复期限:days=10"),
        *("--event", "2026-03-06:发出征求意见书:letter=甲,party=co_author"),
        *("--event", "2026-03-18:收到意见:letter=甲"),
    )
    assert codes == names
    assert "答复期限：2026-04-24" in codes  # 10 April + 10: 13–17, 20–24


@pytest.mark.django_db
def test_with_a_day_it_tells_how_things_stand(capsys):
    lines = explained(capsys, "--received", "2026-03-02", "--today", "2026-04-01")
    assert "截至 2026-04-01：逾期，已超过期限 2 个工作日" in lines


@pytest.mark.django_db
def test_provisional_dates_are_marked(capsys):
    lines = explained(capsys, "--received", "2026-12-04", "--channel", "互联网")
    assert "答复期限：2027-01-04" in lines
    assert "暂行：是（所涉年度的放假安排尚未导入，导入后可能改变）" in lines
    assert any("《条例》第三十一条第三项" in line for line in lines)


@pytest.mark.django_db
def test_an_older_calendar_version_can_be_asked(capsys):
    off = dict.fromkeys([day("2027-01-01"), day("2027-01-04")], "元旦")
    apply_plans([YearPlan(2027, off, source="测试文件")])
    assert "答复期限：2027-01-05" in explained(capsys, "--received", "2026-12-04")
    old = explained(capsys, "--received", "2026-12-04", "--calendar", "1")
    assert "答复期限：2027-01-04" in old


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--received", "2026-13-01"], "无法识别"),
        (["--received", "2026-03-02", "--today", "soon"], "无法识别"),
        (["--received", "2026-03-02", "--event", "2026-03-06"], "没有“”这种事件"),
        (["--received", "2026-03-02", "--event", "06:decided"], "无法识别"),
        (["--received", "2026-03-02", "--event", "2026-03-06:extended:days=x"], "不能是“x”"),
        (["--received", "2026-03-02", "--event", "2026-03-06:decided:id=1"], "id"),
        (["--received", "2026-03-02", "--channel", "pigeon"], "pigeon"),
        (["--received", "2026-03-02", "--institution", "club"], "club"),
        (["--received", "2026-03-02", "--calendar", "99"], "没有第 99 版"),
    ],
)
def test_mistakes_are_told_in_a_sentence(arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("explain_deadline", *arguments)


def shell(tmp_path, *arguments, **environment):
    env = {**os.environ, "VAR_DIR": str(tmp_path), **environment}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "manage.py", "explain_deadline", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()


@pytest.mark.parametrize(
    "url", ["", "postgres://nobody@127.0.0.1:1/none"], ids=["no tables", "no server"]
)
def test_a_fresh_checkout_needs_no_database(tmp_path, url):
    environment = {"DATABASE_URL": url or f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    lines = shell(tmp_path, "--received", "2026-02-02", **environment)
    assert "工作日历：随系统提供" in lines
    assert "补正告知期限：2026-02-11" in lines
    assert "答复期限：2026-03-06" in lines
