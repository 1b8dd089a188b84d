#!/usr/bin/env bash
# Runs a command with DUGNAD_DATABASE_URL pointing to a PostgreSQL that lives only as long as the command.
# Where PostgreSQL's server is not installed, says so in one line and leaves the command out.
set -euo pipefail

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if ! command -v initdb >/dev/null && [ -z "$programs" ]; then
    echo "postgres: no server here: the tests on PostgreSQL are left out (remedy: install postgresql)" >&2
    exit 0
fi
PATH=${programs:+$programs:}$PATH

as_owner() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }

folder=$(mktemp -d)
trap 'as_owner pg_ctl --pgdata "$folder/data" --mode immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
cd "$folder"
as_owner initdb --pgdata "$folder/data" --username dugnad --auth trust --encoding UTF8 --locale C >/dev/null
as_owner pg_ctl --pgdata "$folder/data" --log "$folder/log" --wait \
    --options "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off" start >/dev/null
as_owner createdb --host "$folder" --username dugnad dugnad
cd "$OLDPWD"
DUGNAD_DATABASE_URL="postgresql://dugnad@/dugnad?host=$folder" "$@"
