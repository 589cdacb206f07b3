import { aliases } from './lockfile.ts';
import { npm } from './npm.ts';

export interface Sbom {
  bomFormat: string;
  specVersion: string;
  metadata: { component: { name: string } };
  components: { name: string; version: string; hashes?: { alg: string; content: string }[] }[];
}

/**
 * What we are made of, in CycloneDX, by npm's own command, from the lockfile alone. The separate tool (`@cyclonedx/cyclonedx-npm`)
 * would bring 167 packages, one with an install script, to list 300.
 * @throws Error when npm is older than 9.8
 */
export function makeSbom(root: URL): Sbom {
  const { status, out, err } = npm(root, ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'], 60_000);
  if (status !== 0) throw new Error(`npm sbom failed: ${err.trim().split('\n')[0]}`);
  const sbom = JSON.parse(out) as Sbom;
  // npm takes the name of the directory.
  sbom.metadata.component.name = 'fairground';
  for (const [alias, { name, version }] of aliases(root)) {
    const component = sbom.components.find((one) => one.name === alias && one.version === version);
    // Under the name that it is imported by, nobody would find what is known of it.
    if (component) Object.assign(component, { name, purl: `pkg:npm/${name.replace('@', '%40')}@${version}` });
  }
  return sbom;
}
