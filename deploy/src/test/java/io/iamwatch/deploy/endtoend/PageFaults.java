package io.iamwatch.deploy.endtoend;

/** What a person would find wrong with a page. */
final class PageFaults {

    /**
     * A script that returns a list of sentences: text that is clipped or runs out of its box, text over other text,
     * text that is too faint for its ground (less than 4.5 to 1, WCAG 2.2), a page that has to be scrolled sideways.
     */
    static final String SCRIPT = """
            const faults = [];
            const short = text => text.trim().slice(0, 40);
            if (document.documentElement.scrollWidth > window.innerWidth) {
              faults.push('the page is ' + document.documentElement.scrollWidth + ' wide');
            }
            const boxes = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const node = walker.currentNode;
              if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
              const range = document.createRange();
              range.selectNodeContents(node);
              for (const box of range.getClientRects()) {
                boxes.push({node, box});
                if (box.left < 0 || box.right > window.innerWidth + 1) {
                  faults.push('cut off: ' + short(node.data));
                }
              }
              for (let it = node.parentElement; it && it !== document.body; it = it.parentElement) {
                const style = getComputedStyle(it);
                if (style.display !== 'inline' && it.scrollWidth > it.clientWidth + 1) {
                  faults.push('runs out of its ' + it.tagName + ': ' + short(node.data));
                }
              }
            }
            for (let i = 0; i < boxes.length; i++) {
              for (let k = i + 1; k < boxes.length; k++) {
                const one = boxes[i].box, other = boxes[k].box;
                const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
                const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
                if (boxes[i].node !== boxes[k].node && wide > 1 && high > 3) {
                  faults.push('over each other: ' + short(boxes[i].node.data) + ' | ' + short(boxes[k].node.data));
                }
              }
            }
            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const rgba = color => {
              canvas.clearRect(0, 0, 1, 1);
              canvas.fillStyle = color;
              canvas.fillRect(0, 0, 1, 1);
              return [...canvas.getImageData(0, 0, 1, 1).data];
            };
            const light = color => {
              const [r, g, b] = rgba(color).map(it => it / 255)
                  .map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = element => {
              for (let it = element; it; it = it.parentElement) {
                const color = getComputedStyle(it).backgroundColor;
                if (rgba(color)[3] === 255) return color;
              }
              return 'white';
            };
            for (const element of new Set(boxes.map(it => it.node.parentElement))) {
              const both = [light(getComputedStyle(element).color), light(ground(element))];
              const [low, high] = both.sort((a, b) => a - b);
              if ((high + 0.05) / (low + 0.05) < 4.5) {
                faults.push('too faint: ' + short(element.textContent));
              }
            }
            return [...new Set(faults)];
            """;

    private PageFaults() {
    }
}
