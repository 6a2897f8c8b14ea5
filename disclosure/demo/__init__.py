"""The demo institution's desk: its people, about forty applications at every stage, last year's report.

The applications are told in ``stories.toml`` and lived through by the verbs themselves, day by day
(:mod:`.play`), on working days reckoned from the day of loading: some are always due this week.
Every person is invented; identity numbers have a check character that fits and a region (99) that
does not exist, mail addresses end in a domain that is nobody's.
"""
