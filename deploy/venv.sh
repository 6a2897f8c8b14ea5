#!/usr/bin/env bash
# Make .venv with the python3 at hand; on Debian the venv module is a package of its own.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  { echo "需要 Python 3.11 或更高版本，当前是 $("$python" --version)。" >&2; exit 1; }
"$python" -m venv .venv 2>/dev/null && exit 0
rm -rf .venv
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
  "$python" -m venv .venv && exit 0
fi
echo "无法创建虚拟环境。请先安装 venv：apt-get install python3-venv" >&2
exit 1
