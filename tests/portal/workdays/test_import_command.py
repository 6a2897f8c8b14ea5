"""``manage.py import_workdays`` shows first and applies only when told to."""

import json

import pytest
from django.core.management import CommandError, call_command

from portal.models import CalendarVersion
from portal.workdays import Deadline, calendar_of, register_deadlines
from portal.workdays import deadlines as registry

pytestmark = pytest.mark.django_db
NOTICE = {
    "year": 2027,
    "source": "测试文件",
    "holidays": [{"name": "元旦", "off": ["2027-01-01/2027-01-04"], "work": ["2027-01-09"]}],
}


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "2027.json"
    path.write_text(json.dumps(NOTICE), encoding="utf-8")
    return path


def test_without_apply_it_only_shows(notice, capsys, monkeypatch):
    from datetime import date

    monkeypatch.setattr(registry, "_providers", [])
    register_deadlines(
        lambda calendar: [
            Deadline("1", "XXGK-2026-000127", calendar.add_workdays(date(2026, 12, 4), 20))
        ]
    )
    call_command("import_workdays", notice)
    out = capsys.readouterr().out
    assert "2027年：254 个工作日（暂行） → " in out
    assert "  2027-01-04  工作日 → 放假（元旦）" in out
    assert "  2027-01-09  周末 → 调休上班（元旦）" in out
    assert "  XXGK-2026-000127  2027-01-04 → 2027-01-05" in out
    assert "请核对：2027-06-09 是法定节日（端午节）" in out
    assert "尚未生效" in out
    assert CalendarVersion.objects.count() == 1


def test_with_apply_it_makes_a_version(notice, capsys):
    call_command(
        "import_workdays", notice, apply=True, note="首次导入", source="国办发明电〔2026〕9号"
    )
    assert "已生效：工作日历第 2 版。" in capsys.readouterr().out
    version = CalendarVersion.objects.get(number=2)
    assert (version.note, version.source) == ("首次导入", "国办发明电〔2026〕9号")
    assert calendar_of(None).is_official(2027)


def test_a_second_time_there_is_nothing_to_do(notice, capsys):
    call_command("import_workdays", notice, apply=True)
    call_command("import_workdays", notice, apply=True)
    assert "无需导入" in capsys.readouterr().out
    assert CalendarVersion.objects.count() == 2


def test_a_file_that_is_no_notice_is_told_so(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("日期,类型,名称\n2026-02-30,放假,春节\n", encoding="utf-8")
    with pytest.raises(CommandError, match="第2行：日期“2026-02-30”无法识别"):
        call_command("import_workdays", path, source="测试文件")


def test_a_file_that_is_not_there_is_told_so(tmp_path):
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_workdays", tmp_path / "none.json")
