"""The pages staff work on cases with, in the admin.

Each action of ``disclosure.actions`` that is done by hand has one form, a :class:`~.steps.Step`;
the case page offers those that ``allowed(user, case)`` names, and one view runs them all. A form
only asks and calls its verb of ``disclosure.services``; who may, and when, it does not know.
"""
