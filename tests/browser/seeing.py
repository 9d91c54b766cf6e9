"""What a page looks like to people who see, hear or zoom it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# axe files text it can't judge under "incomplete" (it once passed a white button on
# white), so every visible text and drawing is measured here as well, through shadow
# roots, with see-through grounds laid over each other.
_CONTRAST = """
() => {
  const parse = (value) => {
    const [r, g, b, a = 1] = value.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const parentOf = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const groundOf = (element) => {
    const layers = [];
    for (let node = element; node; node = parentOf(node)) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const poor = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot);
      const drawing = element.matches("svg.icon");
      const written = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!drawing && !written) continue;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width < 2 || box.height < 2 || !element.checkVisibility({ visibilityProperty: true })) continue;
      const ground = groundOf(element);
      const ink = over(parse(style.color), ground);
      const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (drawing || large ? 3 : 4.5)) {
        poor.push(`${ratio.toFixed(2)} ${element.tagName}.${element.getAttribute("class")} ${element.textContent.trim().slice(0, 40)}`);
      }
    }
  };
  visit(document);
  return poor;
}
"""

_OVERFLOW = """
() => {
  const wide = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot);
      const box = element.getBoundingClientRect();
      if (box.width > 1 && (box.right > innerWidth + 1 || box.left < -1) && element.checkVisibility()
          && !element.closest(".hidden-visually, .skip")) {
        wide.push(`${element.tagName}.${element.getAttribute("class")}`);
      }
    }
  };
  visit(document);
  return wide;
}
"""


def barriers(page: Page) -> list[str]:
    """Everything that fails WCAG 2.2 AA by machine, and every contrast below it. Empty is good."""
    page.wait_for_timeout(250)  # the window's opening movement changes colours while it lasts
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    failed = [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    poor: list[Any] = page.evaluate(_CONTRAST)
    return failed + [f"contrast {text}" for text in poor]


def too_wide(page: Page) -> list[str]:
    """What sticks out of the window to the side."""
    return list(page.evaluate(_OVERFLOW))
