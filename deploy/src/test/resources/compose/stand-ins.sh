#!/usr/bin/env bash
# Makes images under the names that docker-compose.yml and the Dockerfiles give, for an engine of the test's own that
# cannot pull: each of a small Debian and what this machine has. There is none for Grafana.
# Usage: stand-ins.sh FOLDER LIBRARIES, where LIBRARIES is the folder with the jars of Kafka. JAVA_HOME is a JDK.
set -euo pipefail
folder=$1 libraries=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../../../../.." && pwd)

# What a file of the repository names in a line like KEY=NAME or KEY: NAME
named() { sed -n "s|^.*$2[=:] *||p" "$top/$1" | head -n 1; }
image() { sed -n "s|^ *image: \($1:.*\)|\1|p" "$top/docker-compose.yml"; }

# imports STAGE NAME CHANGE…: the small Debian with a folder laid over it
imports() {
  local stage=$1 name=$2 changes=()
  shift 2
  for change in "$@"; do changes+=(--change "$change"); done
  cp -al "$folder/base" "$folder/whole"
  cp -a --link "$folder/$stage/." "$folder/whole/"
  tar -c -C "$folder/whole" . | docker import "${changes[@]}" - "$name" > /dev/null
  rm -rf "${folder:?}/$stage" "$folder/whole"
}

base() {
  debootstrap --variant=minbase --include=busybox stable "$folder/base" > "$folder/debootstrap.log"
  ln -sf busybox "$folder/base/bin/wget"
}

# As Maven's image has it: Maven with a JDK. Its own repository is this machine's, and there is no network.
maven() {
  local home=$folder/maven
  mkdir -p "$home/opt" "$home/usr/bin" "$home/root/.m2"
  cp -r "$JAVA_HOME" "$home/opt/jdk"
  cp -rL "$(mvn -v | sed -n 's/^Maven home: //p')" "$home/opt/maven"
  cp -r ~/.m2/repository "$home/root/.m2/repository"
  printf '#!/bin/sh\nexec /opt/maven/bin/mvn --offline "$@"\n' > "$home/usr/bin/mvn"
  chmod +x "$home/usr/bin/mvn"
  imports maven "$(named deploy/image/Dockerfile BUILD_IMAGE)" 'ENV JAVA_HOME=/opt/jdk'
}

# Without a compiler.
jre() {
  cp -r "$JAVA_HOME" "$1"
  rm -rf "$1/jmods" "$1/lib/src.zip" "$1/lib/ct.sym" "$1/bin/javac" "$1/bin/jar" "$1/bin/jlink"
}

run() {
  mkdir -p "$folder/run/opt"
  jre "$folder/run/opt/java"
  imports run "$(named deploy/image/Dockerfile RUN_IMAGE)" 'ENV JAVA_HOME=/opt/java' \
    'ENV PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin'
}

# As Apache's image does it: its own wrapper makes the configuration of the environment, and formats the folder.
kafka() {
  local home=$folder/kafka
  mkdir -p "$home/opt/kafka/config" "$home/etc/kafka/docker" "$home/mnt/shared/config" "$home/var/lib/kafka/data"
  jre "$home/opt/java"
  cp -r "$libraries" "$home/opt/kafka/libs"
  cp "$here"/kafka/* "$home/etc/kafka/docker/"
  chown -R 1000:1000 "$home/opt/kafka" "$home/var/lib/kafka"
  imports kafka "$(image apache/kafka)" 'ENV CLUSTER_ID=5L6g3nShT-eMCtK--X86sw' 'USER 1000' \
    'ENV PATH=/opt/java/bin:/usr/bin:/bin' 'CMD ["bash", "/etc/kafka/docker/run"]'
}

# Debian's, which links to nothing that the small Debian lacks.
prometheus() {
  mkdir -p "$folder/prometheus/usr/bin" "$folder/prometheus/prometheus"
  cp "$(type -P prometheus)" "$folder/prometheus/usr/bin/"
  chown 65534:65534 "$folder/prometheus/prometheus"
  imports prometheus "$(image prom/prometheus)" 'ENTRYPOINT ["/bin/prometheus"]' 'WORKDIR /prometheus'
}

# npm finds what the emulator needs in a cache that is filled here.
node() {
  local home=$folder/node modules
  modules=$(npm root --global)
  mkdir -p "$home/usr/local/bin" "$home/usr/local/lib/node_modules" "$home/cache" "$folder/filled"
  cp "$(readlink -f "$(type -P node)")" "$home/usr/local/bin/node"
  cp -rL "$modules/npm" "$home/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$home/usr/local/bin/npm"
  cp "$top"/deploy/kinesis-emulator/package*.json "$folder/filled/"
  (cd "$folder/filled" && npm ci --ignore-scripts --no-audit --no-fund --cache "$home/cache" > /dev/null)
  imports node "$(named deploy/kinesis-emulator/Dockerfile NODE_IMAGE)" 'ENV npm_config_cache=/cache' \
    'ENV npm_config_offline=true' 'ENV PATH=/usr/local/bin:/usr/bin:/bin'
}

base
maven
run
kafka
prometheus
node
