// Makes one piece of a page like another by changing only what differs, so that focus, selection and
// what was unfolded stay. Elements with data-keep are left to the script that fills them.

export function morph(now: Element, then: Element): void {
  if (now.hasAttribute("data-keep") && then.hasAttribute("data-keep")) return;
  morphAttributes(now, then);
  const before = meaningful(now);
  const after = meaningful(then);
  after.forEach((node, index) => {
    const old = before[index];
    if (old === undefined) now.append(node);
    else if (!alike(old, node)) now.replaceChild(node, old);
    else if (old instanceof Element && node instanceof Element) morph(old, node);
    else if (old.nodeValue !== node.nodeValue) old.nodeValue = node.nodeValue;
  });
  before.slice(after.length).forEach((node) => now.removeChild(node));
}

function meaningful(element: Element): ChildNode[] {
  return [...element.childNodes].filter((node) => node.nodeType !== Node.TEXT_NODE || node.nodeValue?.trim());
}

function alike(one: Node, other: Node): boolean {
  return one.nodeName === other.nodeName && (one as Element).className === (other as Element).className;
}

function morphAttributes(now: Element, then: Element): void {
  for (const { name, value } of [...then.attributes]) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  for (const { name } of [...now.attributes]) {
    // What the reader unfolded stays open.
    if (name !== "open" && !then.hasAttribute(name)) now.removeAttribute(name);
  }
}
