#!/bin/sh
# Makes the roles and databases, once, when the cluster is new. Neither role is a superuser, makes
# databases or may connect to the other's: a fault of Temporal's does not reach the clients' rows.
# A script because PostgreSQL's image takes files with passwords for its superuser only.
set -eu

# Passwords go through standard input, so that no process list shows them.
for role in lawyershub temporal; do
    file=${SECRETS_FOLDER:-/run/secrets}/${role}_db_password
    # Given as a quoted literal; deploy/prepare.py makes it of hexadecimal digits only.
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set role="$role" --username "${POSTGRES_USER:-postgres}" <<SQL
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'role', \$password\$$(cat "$file")\$password\$) \gexec
SQL
done

own() {
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" <<SQL
CREATE DATABASE $1 OWNER $2;
REVOKE ALL ON DATABASE $1 FROM PUBLIC;
SQL
}

own lawyershub lawyershub
own temporal temporal
own temporal_visibility temporal
