"""What people are told when a file could not be stored."""

import errno

from django.utils.translation import gettext as _

FULL = {errno.ENOSPC, errno.EDQUOT}


def storage_message(error: OSError) -> str:
    """The reason in words, and what to do now."""
    if error.errno in FULL:
        return _(
            "服务器的磁盘已满，文件没有保存。您填写的内容都还在，没有丢失；"
            "请联系系统管理员腾出空间，然后重新选择文件并保存。"
        )
    return _(
        "服务器暂时无法保存文件。您填写的内容都还在，没有丢失；"
        "请稍后重新选择文件并保存，仍不成功请联系系统管理员。"
    )
