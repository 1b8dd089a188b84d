#!/usr/bin/env bash
# Builds .venv from the development lock, then installs dugnad into it in place. Does only what has changed since last
# time: each step leaves a stamp in .venv with a checksum of what it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf 'setup: %s\n' "$*" >&2; }

runs_dugnad() { "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; }

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

choose_python() {
    local candidate without_venv=
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        runs_dugnad "$candidate" || continue
        if has_venv "$candidate"; then
            command -v "$candidate"
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
    if [ -n "$without_venv" ]; then
        local version
        version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "Python $version is here, but cannot make environments (its module ensurepip is missing)."
        say "On Debian and Ubuntu: sudo apt-get install python$version-venv   Then run make again."
    else
        say "dugnad needs Python 3.11 or newer; found: $(python3 --version 2>/dev/null || echo 'no python3 at all')."
        say "On Debian 12+ and Ubuntu 24.04+: sudo apt-get install python3 python3-venv"
        say "Elsewhere: https://www.python.org/downloads/"
        say "A Python in an unusual place: make PYTHON=/path/to/python3"
    fi
    return 1
}

checksum() { { pwd; cat "$@" 2>/dev/null || true; } | cksum; }

# Commands in .venv/bin name the folder they were made for: an environment that was moved is made anew.
is_elsewhere() { [ -f .venv/place.stamp ] && [ "$(cat .venv/place.stamp)" != "$PWD" ]; }

is_fresh() { [ "$(cat ".venv/$1.stamp" 2>/dev/null)" = "$2" ]; }

environment=$(checksum requirements-dev.lock)
project=$(checksum requirements-dev.lock pyproject.toml build_styles.py package.json package-lock.json)

if ! is_fresh environment "$environment" || ! runs_dugnad .venv/bin/python; then
    if is_elsewhere || ! runs_dugnad .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        python=$(choose_python)
        say "making .venv with $("$python" --version)"
        "$python" -m venv --clear .venv
    fi
    rm -f .venv/*.stamp
    echo "$PWD" >.venv/place.stamp
    say "installing what requirements-dev.lock names"
    .venv/bin/python -m pip install -qq --require-hashes --requirement requirements-dev.lock
    echo "$environment" >.venv/environment.stamp
fi

if ! is_fresh project "$project" || [ ! -d src/dugnad/web/static/vendor ]; then
    say "installing dugnad in place, with its style sheets"
    .venv/bin/python -m pip install -qq --no-deps --editable .
    echo "$project" >.venv/project.stamp
fi
