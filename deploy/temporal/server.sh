#!/bin/sh
# Starts the Temporal server with its database password from a file. The image takes the password
# from the variable POSTGRES_PWD only; set here, it is in no compose file, no `docker inspect` and
# no shell history, just in this one process.
set -eu
POSTGRES_PWD=$(cat "$POSTGRES_PWD_FILE")
export POSTGRES_PWD
# It listens on every address of the container, so it must be told which one the others see.
TEMPORAL_BROADCAST_ADDRESS=$(getent hosts "$(hostname)" | awk '{ print $1; exit }')
export TEMPORAL_BROADCAST_ADDRESS
exec temporal-server start
