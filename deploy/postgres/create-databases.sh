#!/bin/sh
# Creates what is missing: per service a database with its owner, its app and its operator (docs/architecture.md).
# Does no harm where all is there. Needs PGHOST, PGUSER, PGPASSWORD, WATTLEDGER_OWNER_PASSWORD, WATTLEDGER_APP_PASSWORD.
set -eu

for service in metering pricing billing; do
  psql --quiet --no-psqlrc --dbname=postgres \
    --set=ON_ERROR_STOP=1 \
    --set=service="$service" \
    --set=owner_password="$WATTLEDGER_OWNER_PASSWORD" \
    --set=app_password="$WATTLEDGER_APP_PASSWORD" \
    --file="$(dirname "$0")/database.sql"
  echo "database $service is ready"
done
