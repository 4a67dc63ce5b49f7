#!/bin/sh
# Creates the topics that are missing; existing ones are left as they are. Needs BOOTSTRAP (host:port of a broker).
# REPLICATION is the replication factor: 1 by default, 3 on a cluster, where two nodes must have a record before it counts.
# KAFKA_TOPICS is the broker's own tool.
set -eu

replication=${REPLICATION:-1}
in_sync=1
[ "$replication" -lt 3 ] || in_sync=2

# name, partitions, cleanup.policy. Partitions are fixed before the first record: a key must stay in its partition.
while read -r topic partitions policy; do
  retention=""
  if [ "$policy" = delete ]; then
    # Kept for ever: books are rebuilt by reading it again.
    retention="--config retention.ms=-1"
  fi
  # shellcheck disable=SC2086  # retention is two words or none
  "${KAFKA_TOPICS:-/opt/kafka/bin/kafka-topics.sh}" --bootstrap-server "$BOOTSTRAP" --create --if-not-exists --topic "$topic" \
    --partitions "$partitions" --replication-factor "$replication" --config cleanup.policy="$policy" \
    --config min.insync.replicas="$in_sync" $retention
done <<TOPICS
usage-events.v1 6 delete
usage-events.v1.dlq 6 delete
metered-usage.v1 6 compact
usage-watermarks.v1 1 compact
rated-watermarks.v1 1 compact
rated-usage.v1 6 compact
invoices.v1 1 delete
sites.v1 1 compact
skus.v1 1 compact
accounts.v1 1 compact
TOPICS
