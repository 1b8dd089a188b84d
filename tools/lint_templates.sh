#!/usr/bin/env bash
# djlint over the page templates; nothing to do while there are none.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -z "$(find src -name '*.html' -print -quit)" ] || .venv/bin/djlint --lint --quiet src
