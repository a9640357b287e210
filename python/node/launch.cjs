/**
 * Runs a script with the Node that runs this, if that is new enough, else with the one that LOSSCTL_NODE names. Python starts it,
 * which would have to start Node once more to know its version. Every Node since 8 can read this file.
 *
 *     node launch.cjs SCRIPT ARGUMENT...
 */
const [major, minor] = process.versions.node.split('.').map(Number)
const other = process.env.LOSSCTL_NODE
// Old ones know the names of their modules without a node: in front.
const load = (name) => require(name)

if (major > 20 || (major === 20 && minor >= 19)) {
  process.argv.splice(1, 1)
  delete process.env.LOSSCTL_NODE
  import(load('url').pathToFileURL(process.argv[1]).href)
} else if (other) {
  const { status, signal } = load('child_process').spawnSync(other, process.argv.slice(2), {
    stdio: 'inherit',
  })
  if (signal) process.kill(process.pid, signal)
  else process.exit(status)
} else {
  process.stderr.write(
    `error: lossctl needs Node.js 20.19 or newer, and ${process.execPath} is ${process.versions.node}; pip install "lossctl[node]" brings one along\n`,
  )
  process.exit(3)
}
