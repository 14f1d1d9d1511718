// A PostgreSQL of its own for the tests: in a temporary folder, reached by a socket only.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

function programs() {
  const given = process.env.ALEMBICORE_TEST_POSTGRES_BIN;
  if (given) return given;
  const base = '/usr/lib/postgresql';
  const newest = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  return newest ? join(base, newest, 'bin') : '';
}

// PostgreSQL refuses to run as root.
function account() {
  if (process.getuid() !== 0) return {};
  const number = (flag, name) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const name of ['postgres', 'nobody'])
    try {
      return { uid: number('-u', name), gid: number('-g', name) };
    } catch {
      continue;
    }
  throw new Error('no account that PostgreSQL could run as');
}

export class Cluster {
  static async start() {
    const cluster = new Cluster();
    cluster.folder = mkdtempSync(join(tmpdir(), 'alembicore-e2e-'));
    cluster.bin = programs();
    const who = account();
    const data = join(cluster.folder, 'data');
    cluster.socket = join(cluster.folder, 'socket');
    for (const folder of [data, cluster.socket]) mkdirSync(folder, { mode: 0o700 });
    if (who.uid !== undefined)
      for (const folder of [cluster.folder, data, cluster.socket]) chownSync(folder, who.uid, who.gid);
    const options = { ...who, cwd: cluster.folder, stdio: 'ignore' };
    execFileSync(
      join(cluster.bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      options,
    );
    cluster.process = spawn(
      join(cluster.bin, 'postgres'),
      ['-D', data, '-k', cluster.socket, '-h', '', '-p', '5432', '-c', 'fsync=off'],
      options,
    );
    for (let tries = 0; ; tries += 1)
      try {
        cluster.sql('postgres', 'SELECT 1');
        return cluster;
      } catch (failure) {
        if (tries === 100) throw failure;
        await pause(100);
      }
  }

  sql(database, text) {
    return execFileSync(
      'psql',
      ['-h', this.socket, '-U', 'postgres', '-d', database, '-qXAt', '-v', 'ON_ERROR_STOP=1', '-c', text],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    ).trim();
  }

  createDatabase(name) {
    this.sql('postgres', `CREATE DATABASE ${name}`);
  }

  url(database) {
    return `postgresql://postgres@/${database}?host=${encodeURIComponent(this.socket)}`;
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGINT');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
