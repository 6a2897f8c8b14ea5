"""A short storm; ``python -m tests.disclosure.storm`` is the long one."""

import pytest
from django.db import connection

from tests.disclosure.storm import judge, rage


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_was_acknowledged_survives_processes_killed_at_random(tmp_path):
    database = str(connection.settings_dict["NAME"])
    killed = rage(tmp_path, database, seconds=8, workers=2, enough=(20, 3))
    outcome = judge(tmp_path, killed)
    assert outcome.problems == ()
    assert outcome.killed >= 3 and outcome.acknowledged >= 20
