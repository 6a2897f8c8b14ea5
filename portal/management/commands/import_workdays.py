"""``manage.py import_workdays FILE [--apply]``: look at a holiday notice, or put it in force."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.workdays.changes import preview
from portal.workdays.notices import NoticeError, read_notice
from portal.workdays.services import apply_plans
from portal.workdays.store import calendar_of


class Command(BaseCommand):
    help = "导入放假安排（JSON、CSV 或 xlsx）：先预览受影响的日期和未办结期限，加 --apply 才生效。"

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--source", default="", help="依据文件的发文字号，覆盖文件中写的")
        parser.add_argument("--note", default="", help="说明，记入版本")
        parser.add_argument("--apply", action="store_true", help="生效，生成新版本")

    def handle(self, *args, file, source, note, apply, **options):
        try:
            plans = read_notice(file.name, file.read_bytes(), source=source)
        except OSError as error:
            raise CommandError(f"无法读取 {file}：{error.strerror}") from error
        except NoticeError as error:
            raise CommandError("\n".join(error.messages)) from error
        shown = preview(plans, calendar_of(None))
        self._report(shown)
        if shown.is_empty:
            self.stdout.write("与现行工作日历一致，无需导入。")
        elif apply:
            version = apply_plans(plans, note=note[:200], base=shown.before.version)
            self.stdout.write(self.style.SUCCESS(f"已生效：工作日历第 {version.number} 版。"))
        else:
            self.stdout.write("以上为预览，尚未生效。确认无误后加 --apply 再次运行。")

    def _report(self, shown):
        for year in shown.years:
            before, after = (
                "正式" if official else "暂行"
                for official in (year.official_before, year.official_after)
            )
            self.stdout.write(
                f"{year.year}年：{year.workdays_before} 个工作日（{before}）"
                f" → {year.workdays_after} 个工作日（{after}）"
            )
        self.stdout.write(f"变动日期 {len(shown.days)} 天：")
        for day in shown.days:
            self.stdout.write(f"  {day.date}  {_words(day.before)} → {_words(day.after)}")
        self.stdout.write(f"受影响的未办结期限 {len(shown.deadlines)} 项：")
        for deadline in shown.deadlines:
            before, after = (due or "未定" for due in (deadline.before, deadline.after))
            self.stdout.write(f"  {deadline.label}  {before} → {after}")
        for remark in shown.remarks:
            self.stdout.write(self.style.WARNING(f"请核对：{remark}"))


def _words(day) -> str:
    return f"{day.kind.value}（{day.name}）" if day.name else day.kind.value
