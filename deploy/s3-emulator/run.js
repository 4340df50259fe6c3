'use strict';

// Runs s3rver on loopback, for as long as standard input stays open. Usage: node run.js FILE FOLDER, where FILE receives
// the port and FOLDER holds the objects.

const fs = require('fs');
const S3rver = require('s3rver');

const [portFile, directory] = process.argv.slice(2);

process.stdin.on('error', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: 'trail' }] })
  .run()
  .then(({ port }) => {
    fs.writeFileSync(`${portFile}.new`, String(port));
    fs.renameSync(`${portFile}.new`, portFile);
  });
