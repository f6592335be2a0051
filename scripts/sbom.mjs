import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/** Where a component is. */
const PLACE = 'rice-novnc:in';

/**
 * The software bill of materials of a release, CycloneDX 1.6 as JSON. Without a time and a number of its own: the same
 * release always has the same bill.
 * @param {{ name: string, version: string, license: string, description: string }} release
 * @param {readonly { place: string, packages: readonly import('./licences.mjs').Bundled[] }[]} places
 * @returns {string}
 */
export function sbom(release, places) {
  const { ComponentType, ExternalReferenceType } = Enums;
  // Every package bundled here names one licence of SPDX's list; an expression would be kept as a name.
  const licences = new Contrib.License.Factories.LicenseFactory(() => {
    throw new Error('no expression');
  });
  const component = ({ name, version, licence }, type) => {
    const [group, plain] = name.startsWith('@') ? name.split('/') : [undefined, name];
    const purl = `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${plain}@${version}`;
    const made = new Models.Component(type, plain, { group, version, purl, bomRef: purl });
    made.licenses.add(licences.makeFromString(licence));
    return made;
  };
  const root = component({ ...release, licence: release.license }, ComponentType.Application);
  root.description = release.description;
  const found = new Map();
  for (const { place, packages } of places) {
    for (const each of packages) {
      const key = `${each.name}@${each.version}`;
      const made = found.get(key) ?? component(each, ComponentType.Library);
      if (each.homepage !== null && made.externalReferences.size === 0) {
        made.externalReferences.add(
          new Models.ExternalReference(each.homepage, ExternalReferenceType.Website),
        );
      }
      made.properties.add(new Models.Property(PLACE, place));
      root.dependencies.add(made.bomRef);
      found.set(key, made);
    }
  }
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: root }) });
  for (const made of found.values()) bom.components.add(made);
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}
