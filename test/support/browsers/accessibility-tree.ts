import type { TestPage } from './test-browser.ts';

interface AxValue {
  readonly value?: unknown;
}
interface AxNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: AxValue;
  readonly name?: AxValue;
  readonly childIds?: readonly string[];
}

/** A node of the tree that a screen reader is given. */
export interface SpokenNode {
  readonly role: string;
  readonly name: string;
  /** All text in it, as it would be read. */
  readonly text: string;
}

/** What Chromium tells screen readers of a page, closed shadow roots included. */
export async function accessibilityTree(page: TestPage): Promise<readonly SpokenNode[]> {
  if (page.devtools === undefined) throw new Error('[browsers] only Chromium shows its accessibility tree');
  const answer = (await page.devtools('Accessibility.getFullAXTree')) as { nodes: readonly AxNode[] };
  const byId = new Map(answer.nodes.map((node) => [node.nodeId, node]));
  const textOf = (node: AxNode): string =>
    node.role?.value === 'StaticText'
      ? String(node.name?.value ?? '')
      : (node.childIds ?? [])
          .flatMap((id) => byId.get(id) ?? [])
          .map(textOf)
          .join(' ');
  return answer.nodes
    .filter((node) => !node.ignored)
    .map((node) => ({
      role: String(node.role?.value ?? ''),
      name: String(node.name?.value ?? ''),
      text: textOf(node).replace(/\s+/g, ' ').trim(),
    }));
}
