"""Applicants to test the vault on, keys to change, and a look past the ORM."""

import base64
import secrets
import threading

from django.core.files.base import ContentFile
from django.db import connection, connections

from tests.vault_app.models import Applicant

NAME = "欧阳小丽"
ID_NUMBER = "11010519491231002X"
PHONE = "13800138000"


def new_key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def applicant(**fields):
    values = {"name": NAME, "id_number": ID_NUMBER, "contact": {"phone": PHONE}, **fields}
    return Applicant.objects.create(**values)


def with_scan(data=b"scan of a card", **fields):
    row = applicant(**fields)
    row.id_scan.save("欧阳小丽身份证.jpg", ContentFile(data))
    return row


def stored(row, column="id_number_sealed"):
    """What the table itself holds."""
    table = connection.ops.quote_name(Applicant._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [row.pk])  # noqa: S608
        return cursor.fetchone()[0]


def store(row, value, column="id_number_sealed"):
    """Write past the ORM, as somebody with a database console would."""
    table = connection.ops.quote_name(Applicant._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, row.pk])  # noqa: S608


def together(*works):
    """Run each callable in a thread of its own, starting at once; return what they raised."""
    barrier, errors = threading.Barrier(len(works)), []

    def run(work):
        try:
            barrier.wait(timeout=30)
            work()
        except Exception as error:  # every one of them is a finding
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return errors
