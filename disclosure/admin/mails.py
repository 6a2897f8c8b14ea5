"""The outbox and the applicants' opinions, to be looked at."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from disclosure import mail, people
from disclosure.actions import Role, roles_of
from disclosure.addresses import case_url
from disclosure.facts import without_names
from disclosure.models import OutgoingMail, Satisfaction
from portal.admin.base import ReadOnly
from portal.personal import mask_email, scrub

DESK = {Role.INTAKE, Role.REVIEWER, Role.HEAD}


class ListedOnly(ReadOnly, admin.ModelAdmin):
    """Rows come from the desk's own verbs; here they are listed. There is no page of one row."""

    list_display_links = None
    actions_selection_counter = True

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)

    history_view = change_view


class StateFilter(admin.SimpleListFilter):
    title = _("状态")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("等待发送")), ("failed", _("已放弃")), ("sent", _("已发出"))]

    def queryset(self, request, queryset):
        scopes = {
            "waiting": {"sent_at": None, "failed_at": None},
            "failed": {"failed_at__isnull": False},
            "sent": {"sent_at__isnull": False},
        }
        return queryset.filter(**scopes.get(self.value(), {}))


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ListedOnly):
    list_display = ["number", "template", "to", "state", "created_at", "attempts", "error"]
    list_filter = [StateFilter, "template"]
    list_select_related = ["case"]
    search_fields = ["case__number"]
    search_help_text = _("按登记编号查找")
    ordering = ["-pk"]
    actions = ["retry"]

    @admin.display(description=_("登记编号"))
    def number(self, obj):
        return obj.case.number if obj.case else "—"

    @admin.display(description=_("收件人"))
    def to(self, obj):
        return mask_email(obj.recipient)

    @admin.display(description=_("状态"))
    def state(self, obj):
        if obj.sent_at:
            return gettext("%(at)s 发出") % {"at": f"{timezone.localtime(obj.sent_at):%m-%d %H:%M}"}
        if obj.failed_at:
            return gettext("已放弃，可以重试")
        at = f"{timezone.localtime(obj.next_try_at):%m-%d %H:%M}"
        return gettext("等待发送，下次 %(at)s") % {"at": at}

    def has_retry_permission(self, request):
        return bool(roles_of(request.user) & {Role.INTAKE, Role.HEAD})

    @admin.action(description=_("重新发送没有发出的邮件"), permissions=["retry"])
    def retry(self, request, queryset):
        number = mail.retry(queryset, people.staff(request))
        words = ngettext("%(n)d 封邮件重新排队。", "%(n)d 封邮件重新排队。", number)
        self.message_user(request, words % {"n": number}, messages.SUCCESS)


@admin.register(Satisfaction)
class SatisfactionAdmin(ListedOnly):
    list_display = ["case_number", "score", "said", "created_at"]
    list_filter = ["score"]
    list_select_related = ["case"]
    search_fields = ["case__number"]
    search_help_text = _("按登记编号查找")

    def has_view_permission(self, request, obj=None):
        """Opinions are content: auditors read ledgers, departments what they were asked."""
        return super().has_view_permission(request, obj) and bool(roles_of(request.user) & DESK)

    @admin.display(description=_("登记编号"))
    def case_number(self, obj):
        address = case_url(obj.case_id)
        number = obj.case.number
        return format_html('<a href="{}">{}</a>', address, number) if address else number

    @admin.display(description=_("意见"))
    def said(self, obj):
        """What the applicant wrote to the desk, without the numbers and names that lead to people."""
        return scrub(without_names(obj.case, obj.comment))
