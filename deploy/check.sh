#!/usr/bin/env bash
# `make check`: every static check, all of them run, failures counted at the end.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=0

step() {
  local name=$1; shift
  if output=$("$@" 2>&1); then echo "✓ $name"; else echo "✗ $name"; echo "$output"; failed=$((failed + 1)); fi
}

# What production would be started with; the values are placeholders and open nothing.
production_check() {
  env DJANGO_SETTINGS_MODULE=portal.settings.production \
    SECRET_KEY="$(head -c 64 /dev/urandom | base64 -w0)" DATABASE_URL=postgres://check@127.0.0.1/check \
    FIELD_KEYS="$(head -c 32 /dev/urandom | base64 -w0)" BLIND_INDEX_KEY="$(head -c 32 /dev/urandom | base64 -w0)" \
    ALLOWED_HOSTS=www.example.cn SITE_URL=https://www.example.cn VAR_DIR="$(mktemp -d)" \
    "$bin/python" manage.py check --deploy --fail-level WARNING
}

step "ruff" "$bin/ruff" check .
step "ruff format" "$bin/ruff" format --check .
step "import directions" "$bin/lint-imports"
step "djlint" "$bin/djlint" templates --check --lint
step "migrations" "$bin/python" manage.py makemigrations --check --dry-run
step "system check" "$bin/python" manage.py check --fail-level WARNING
step "production settings" production_check
step "stylesheets are built" "$bin/python" manage.py build_css --check
[ "$failed" -eq 0 ] || { echo "$failed 项检查未通过"; exit 1; }
