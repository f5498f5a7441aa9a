#!/bin/sh
# Made by `python -m docs` from the code; a test compares. Change the code, then run it again.
# Grants the users of the pipeline their rights: KAFKA=HOST:PORT ADMIN=admin.properties sh acls.sh
set -eu
acl() { kafka-acls.sh --bootstrap-server "$KAFKA" --command-config "$ADMIN" --add "$@"; }
acl --allow-principal User:engage-migrate --operation Create --operation Alter --operation Describe --operation DescribeConfigs --topic engagement.regional-event.v1
acl --allow-principal User:engage-migrate --operation Create --operation Alter --operation Describe --operation DescribeConfigs --topic engagement.theme-night.v1
acl --allow-principal User:engage-migrate --operation Create --operation Alter --operation Describe --operation DescribeConfigs --topic engagement.youth-centre.v1
acl --allow-principal User:engage-migrate --operation Create --operation Alter --operation Describe --operation DescribeConfigs --topic engagement.police-dialogue.v1
acl --allow-principal User:engage-migrate --operation Create --operation Alter --operation Describe --operation DescribeConfigs --topic engagement.dead-letter.v1
acl --allow-principal User:engage-producer --operation Write --operation Describe --topic engagement.regional-event.v1
acl --allow-principal User:engage-producer --operation Write --operation Describe --topic engagement.theme-night.v1
acl --allow-principal User:engage-producer --operation Write --operation Describe --topic engagement.youth-centre.v1
acl --allow-principal User:engage-producer --operation Write --operation Describe --topic engagement.police-dialogue.v1
acl --allow-principal User:engage-worker --operation Read --operation Describe --topic engagement.regional-event.v1
acl --allow-principal User:engage-worker --operation Read --operation Describe --topic engagement.theme-night.v1
acl --allow-principal User:engage-worker --operation Read --operation Describe --topic engagement.youth-centre.v1
acl --allow-principal User:engage-worker --operation Read --operation Describe --topic engagement.police-dialogue.v1
acl --allow-principal User:engage-worker --operation Write --operation Describe --topic engagement.dead-letter.v1
acl --allow-principal User:engage-worker --operation Read --operation Describe --group engagement-worker
acl --allow-principal User:engage-repair --operation Read --operation Write --operation Describe --topic engagement.regional-event.v1
acl --allow-principal User:engage-repair --operation Read --operation Write --operation Describe --topic engagement.theme-night.v1
acl --allow-principal User:engage-repair --operation Read --operation Write --operation Describe --topic engagement.youth-centre.v1
acl --allow-principal User:engage-repair --operation Read --operation Write --operation Describe --topic engagement.police-dialogue.v1
acl --allow-principal User:engage-repair --operation Write --operation Describe --topic engagement.dead-letter.v1
acl --allow-principal User:engage-repair --operation Describe --group engagement-worker
