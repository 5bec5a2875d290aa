# The last release that has the executor, without the hundreds of packages that the rest of it needs:
# the executor itself needs p-queue alone.
set -eu
folder=node_modules/claude-flow
[ -d "$folder" ] && exit 0
npm pack claude-flow@2.7.47 --silent --loglevel=error
mkdir "$folder"
tar xzf claude-flow-2.7.47.tgz -C "$folder" --strip-components=1
