"""A storm over HTTP: thousands of applications through the public form, while workers are killed
with SIGKILL and PostgreSQL crashes and comes back.

    python -m tests.disclosure.storm_http --applications 2000

Everything it needs it starts itself, on ports of its own: a PostgreSQL cluster in a temporary
folder, the production server on it, and clients that behave as browsers do: they fill in the form,
send it, send it again when the connection breaks, and only believe a receipt they can see.
"""
