#!/usr/bin/env bash
# Makes sure of a Chromium for the browser tests: installed where that may be done (apt, as root), else one line that
# says that those tests will be skipped.
set -euo pipefail

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "chromium: installing it for the browser tests" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0
fi
echo "chromium: none here and it cannot be installed: the browser tests are skipped (remedy: install chromium)" >&2
