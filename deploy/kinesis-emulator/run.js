'use strict';

// Runs kinesis-local on loopback, for as long as standard input stays open: the parent holds the other end of that pipe,
// and the kernel closes it however the parent dies. Usage: node run.js FILE, where FILE receives the port.

const fs = require('fs');
const net = require('net');
const path = require('path');

if (Number(process.versions.node.split('.')[0]) < 18) {
  console.error(`iamwatch needs Node.js 18 or newer, found ${process.versions.node}`);
  process.exit(2);
}

const portFile = process.argv[2];

// kinesis-local replaces process.exit by one that first waits for its open connections to end.
const exit = process.exit.bind(process);
process.stdin.on('error', () => exit(0));
process.stdin.on('end', () => exit(0));
process.stdin.resume();

// Ctrl-C reaches the whole process group. The parent still drains what it has read and stops this process last.
const on = process.on;
const withoutInterrupt = (original) =>
  function (event, ...rest) {
    return event === 'SIGINT' ? this : original.call(this, event, ...rest);
  };
on.call(process, 'SIGINT', () => {});
process.on = withoutInterrupt(process.on);
process.once = withoutInterrupt(process.once);
process.addListener = withoutInterrupt(process.addListener);

// kinesis-local binds every interface on the ports it is told. Here the two port numbers only tell its listeners apart:
// both get a free port on loopback, and the plain one is reported. A port chosen by the kernel cannot be taken already.
const PLAIN = 1;
const TLS = 2;
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const callback = rest.find((argument) => typeof argument === 'function');
  if (port === PLAIN) {
    this.once('listening', () => report(this.address().port));
  }
  return listen.call(this, { port: 0, host: '127.0.0.1' }, callback);
};

function report(port) {
  fs.writeFileSync(`${portFile}.new`, String(port));
  fs.renameSync(`${portFile}.new`, portFile);
}

const home = path.dirname(require.resolve('kinesis-local'));
Object.assign(process.env, {
  KINESIS_MOCK_PLAIN_PORT: String(PLAIN),
  KINESIS_MOCK_TLS_PORT: String(TLS),
  KINESIS_MOCK_CERT_PATH: path.join(home, 'server.json'),
});
require('kinesis-local');
