"""``manage.py explain_deadline``: work out a statutory deadline and show every day of it.

Needs no database: without one, or before ``migrate``, the calendar that comes with the software is
used.
"""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from disclosure.clock import DATA, Channel, ClockRules, Event, Institution, Kind, as_text, clock
from portal.workdays import calendar_of, shipped_calendar


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"日期“{text}”无法识别，请写成 2026-02-02 的形式。") from error


def _event(text: str) -> Event:
    """``DATE:KIND[:key=value,…]``; KIND is a code or its Chinese name."""
    day, _colon, rest = text.partition(":")
    kind, _colon, pairs = rest.partition(":")
    data = dict(pair.partition("=")[::2] for pair in pairs.split(",") if pair)
    _day(day)
    if {"time", "id"} & set(data):
        raise CommandError(f"事件“{text}”的数据项不能是 time 或 id。")
    try:
        return Event(day, kind, **data)
    except ValueError as error:
        raise CommandError(f"事件“{text}”有误：{error}") from error


def _channel(text: str) -> Channel:
    """A channel by code or by Chinese name."""
    for channel in Channel:
        if text in (channel, channel.label):
            return channel
    raise CommandError(f"没有“{text}”这种收到方式。")


def _rules(institution: str) -> ClockRules:
    try:
        return ClockRules.for_institution(institution)
    except ValueError as error:
        raise CommandError(f"没有“{institution}”这种机构类型。") from error


def _kinds() -> str:
    lines = []
    for kind in Kind:
        keys = "、".join(DATA.get(kind, {}))
        lines.append(f"{kind} {kind.label}" + (f"（{keys}）" if keys else ""))
    return "；".join(lines)


class Command(BaseCommand):
    help = "计算依申请公开的法定期限并逐段说明。事件种类：" + _kinds()
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--received", required=True, metavar="DATE", help="收到申请之日")
        channels = "、".join(f"{channel} {channel.label}" for channel in Channel)
        parser.add_argument(
            "--channel",
            default=Channel.COUNTER.value,
            help=f"收到方式（{channels}），默认当面提交；需双方确认的，--received 为确认之日",
        )
        parser.add_argument(
            "--event",
            action="append",
            default=[],
            metavar="DATE:KIND[:key=value,…]",
            help="其后发生的事，可重复",
        )
        parser.add_argument("--today", metavar="DATE", help="同时说明到这一天为止的状态")
        parser.add_argument("--calendar", type=int, metavar="N", help="按第 N 版工作日历计算")
        parser.add_argument(
            "--institution",
            default=Institution.ORGAN.value,
            help="机构类型：organ 行政机关，authorised 授权组织（条例第五十四条），"
            "public_service 公共企事业单位（第五十五条）",
        )

    def handle(self, *args, received, channel, event, today, calendar, institution, **options):
        day, channel = _day(received), _channel(channel)
        events = [Event(day, Kind.SUBMITTED, channel=channel)]
        if channel.needs_confirmation:
            events.append(Event(day, Kind.CONFIRMED))
        events += [_event(text) for text in event]
        rules = _rules(institution)
        found = clock(events, self._calendar(calendar), rules)
        explanation = found.explain(_day(today) if today else None)
        self.stdout.write(as_text(explanation), ending="")

    def _calendar(self, number):
        try:
            return calendar_of(number)
        except LookupError as error:
            raise CommandError(f"没有第 {number} 版工作日历。") from error
        except DatabaseError as error:
            if number:
                raise CommandError(f"数据库不可用，无法读取第 {number} 版工作日历。") from error
            return shipped_calendar()
