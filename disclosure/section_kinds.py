"""The section kinds this app brings."""

from django.utils.translation import gettext_lazy as _

from navigation.kinds import Kind, register
from news.section_kinds import ARTICLES, LISTS

register(Kind("catalogue", _("信息公开目录"), view="disclosure.views.catalogue.catalogue", **LISTS))
# An article filed under it explains how to apply.
register(
    Kind(
        "application", _("依申请公开"), view="disclosure.views.application.application", **ARTICLES
    )
)
register(Kind("annual-reports", _("年度报告"), view="disclosure.views.annual.reports", **LISTS))
