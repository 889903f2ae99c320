#!/bin/sh
# Brings Temporal to the state this system needs. Every step may run again: at each start and each
# upgrade. `schema` wants PostgreSQL, `namespace` wants the running server.
set -eu

NAMESPACE=${TEMPORAL_NAMESPACE:-lawyershub}
# Meta repeats a webhook for up to 7 days, and a workflow's id refuses a repeat only as long as the
# history is kept. 30 days leave time to look into a case.
RETENTION=720h

schema() {
    SQL_PASSWORD=$(cat "$POSTGRES_PWD_FILE")
    export SQL_PASSWORD
    # The databases themselves are made by deploy/postgres/roles.sh, which may; this role may not.
    for pair in temporal:temporal temporal_visibility:visibility; do
        database=${pair%%:*}
        versions=/etc/temporal/schema/postgresql/v12/${pair#*:}/versioned
        # Leaves the version alone where there is a newer one already.
        sql_tool "$database" setup-schema -v 0.0
        sql_tool "$database" update-schema -d "$versions"
    done
}

sql_tool() {
    database=$1
    shift
    temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "${DB_PORT:-5432}" \
        -u "$POSTGRES_USER" --db "$database" "$@"
}

namespace() {
    wait_until "Temporal to answer" temporal operator cluster health
    if temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1; then
        temporal operator namespace update --namespace "$NAMESPACE" --retention "$RETENTION"
    else
        temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
    fi
    # The front end knows a new namespace only when it has read its list of them again.
    wait_until "namespace $NAMESPACE" \
        temporal operator search-attribute list --namespace "$NAMESPACE"
    for name in Stage Route Urgency MessageType; do
        search_attribute "$name" Keyword
    done
    search_attribute NeedsLawyer Bool
}

wait_until() {
    what=$1
    shift
    tries=60
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        if [ "$tries" -le 0 ]; then
            echo "setup: waited in vain for $what" >&2
            exit 1
        fi
        sleep 1
    done
}

search_attribute() {
    known=$(temporal operator search-attribute list --namespace "$NAMESPACE")
    known=$(echo "$known" | awk -v name="$1" '$1 == name { print $2 }')
    case $known in
        "$2") ;;
        "")
            temporal operator search-attribute create --namespace "$NAMESPACE" \
                --name "$1" --type "$2"
            ;;
        *)
            echo "setup: search attribute $1 is registered as $known, not as $2" >&2
            exit 1
            ;;
    esac
}

case ${1:-} in
    schema | namespace) "$1" ;;
    *)
        echo "usage: setup.sh schema|namespace" >&2
        exit 2
        ;;
esac
