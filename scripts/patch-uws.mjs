/**
 * Lets the prebuilt uWebSockets.js load where glibc is older than 2.38 (Debian 12, Ubuntu 22.04).
 *
 * The binaries need 2.38 for three symbols only: `__isoc23_sscanf`, `__isoc23_strtol`, `__isoc23_strtoul`.
 * They differ from the classic `sscanf`, `strtol` and `strtoul` in one thing, C23's "0b" prefix, which
 * uWebSockets never parses. So each of the three is bound to its classic twin instead: the symbol's name
 * moves 9 bytes on, behind its own `__isoc23_`, its version becomes the architecture's first glibc, and the
 * need for 2.38 becomes a weak one.
 *
 * Plain JavaScript: this runs after `npm ci`, on whatever Node did the install. It never fails an install:
 * on anything unexpected it says so and leaves the file alone, and the server falls back to `ws`.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 'GLIBC_2.38';
const PREFIX = '__isoc23_';
const TWINS = new Set(['sscanf', 'strtol', 'strtoul']);
/** The version under which an architecture's oldest symbols stand, by ELF machine number. */
const FIRST_GLIBC = { 62: 'GLIBC_2.2.5', 183: 'GLIBC_2.17' };
const VERSION_IS_WEAK = 2;
const SYMBOL_BYTES = 24;

/** Sections of a 64-bit little-endian ELF file by name: `{offset, size}`. */
function sectionsOf(elf) {
  if (elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2 || elf[5] !== 1) {
    throw new Error('not a 64-bit little-endian ELF file');
  }
  const table = Number(elf.readBigUInt64LE(0x28));
  const entryBytes = elf.readUInt16LE(0x3a);
  const header = (index) => {
    const at = table + index * entryBytes;
    return {
      name: elf.readUInt32LE(at),
      offset: Number(elf.readBigUInt64LE(at + 0x18)),
      size: Number(elf.readBigUInt64LE(at + 0x20)),
    };
  };
  const names = header(elf.readUInt16LE(0x3e)).offset;
  const sections = {};
  for (let index = 0; index < elf.readUInt16LE(0x3c); index++) {
    const { name, offset, size } = header(index);
    sections[text(elf, names + name)] = { offset, size };
  }
  for (const name of ['.dynstr', '.dynsym', '.gnu.version', '.gnu.version_r']) {
    if (!sections[name]) throw new Error(`no section ${name}`);
  }
  return sections;
}

function text(elf, at) {
  return elf.toString('latin1', at, elf.indexOf(0, at));
}

/** Versions that the file wants of libc.so.6: name -> `{index, flagsAt}`. */
function versionsOfLibc(elf, sections) {
  const names = sections['.dynstr'].offset;
  const versions = new Map();
  for (let library = sections['.gnu.version_r'].offset; ; ) {
    if (text(elf, names + elf.readUInt32LE(library + 4)) === 'libc.so.6') {
      let version = library + elf.readUInt32LE(library + 8);
      for (let left = elf.readUInt16LE(library + 2); left > 0; left--) {
        const name = text(elf, names + elf.readUInt32LE(version + 8));
        versions.set(name, { index: elf.readUInt16LE(version + 6), flagsAt: version + 4 });
        version += elf.readUInt32LE(version + 12);
      }
    }
    const next = elf.readUInt32LE(library + 12);
    if (next === 0) return versions;
    library += next;
  }
}

/**
 * Rebinds the three symbols in place.
 * @param {Buffer} elf the binary's bytes
 * @returns {string[]} the symbols rebound; empty when there was nothing to do
 * @throws when the file is not what this script knows
 */
export function rebind(elf) {
  const sections = sectionsOf(elf);
  const versions = versionsOfLibc(elf, sections);
  const needed = versions.get(NEEDED);
  if (!needed) return [];
  const base = versions.get(FIRST_GLIBC[elf.readUInt16LE(0x12)]);
  if (!base) throw new Error('it names no older glibc to bind to');
  const { offset: symbols, size } = sections['.dynsym'];
  const rebound = [];
  for (let index = 0; index < size / SYMBOL_BYTES; index++) {
    const versionAt = sections['.gnu.version'].offset + 2 * index;
    if ((elf.readUInt16LE(versionAt) & 0x7fff) !== needed.index) continue;
    const nameAt = symbols + SYMBOL_BYTES * index;
    const name = text(elf, sections['.dynstr'].offset + elf.readUInt32LE(nameAt));
    if (!name.startsWith(PREFIX) || !TWINS.has(name.slice(PREFIX.length))) {
      throw new Error(`it needs ${name} of ${NEEDED}, which has no classic twin`);
    }
    elf.writeUInt32LE(elf.readUInt32LE(nameAt) + PREFIX.length, nameAt);
    elf.writeUInt16LE(base.index, versionAt);
    rebound.push(name);
  }
  if (rebound.length > 0) {
    elf.writeUInt16LE(elf.readUInt16LE(needed.flagsAt) | VERSION_IS_WEAK, needed.flagsAt);
  }
  return rebound;
}

function isOlderThan238(glibc) {
  const [major, minor] = glibc.split('.').map(Number);
  return major < 2 || (major === 2 && minor < 38);
}

/** Replaces the file in one step, and only by bytes that the server's Node has loaded. */
function replace(file, elf, node) {
  const trial = join(dirname(file), `.patch-${process.pid}.node`);
  try {
    writeFileSync(trial, elf);
    chmodSync(trial, statSync(file).mode);
    execFileSync(node, ['-e', 'require(process.argv[1])', trial], { stdio: ['ignore', 'ignore', 'pipe'] });
    renameSync(trial, file);
  } finally {
    rmSync(trial, { force: true });
  }
}

function main(root) {
  const glibc = process.report?.getReport().header.glibcVersionRuntime;
  if (process.platform !== 'linux' || !glibc || !isOlderThan238(glibc)) return;
  const own = join(root, 'node_modules/.bin/node');
  const node = existsSync(own) ? own : process.execPath;
  const [abi, arch] = execFileSync(node, ['-p', 'process.versions.modules + " " + process.arch'], {
    encoding: 'utf8',
  })
    .trim()
    .split(' ');
  const file = join(root, 'node_modules/uWebSockets.js', `uws_linux_${arch}_${abi}.node`);
  if (!existsSync(file)) {
    console.log(`patch-uws: no uWebSockets.js binary for linux ${arch}, ABI ${abi}; the server will use ws`);
    return;
  }
  const elf = readFileSync(file);
  const rebound = rebind(elf);
  if (rebound.length === 0) return;
  replace(file, elf, node);
  console.log(`patch-uws: uWebSockets.js now loads on glibc ${glibc} (rebound ${rebound.join(', ')})`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main(fileURLToPath(new URL('..', import.meta.url)));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.log(`patch-uws: left uWebSockets.js as it is (${reason}); the server will use ws`);
  }
}
