// The diagram as a picture: drawn anew, as it lies on the screen, since a page may not be photographed.
import type { Edge } from '@xyflow/react';
import type { DiagramColumn, TableNode } from './graph';

const margin = 32;
const sharpest = 2;
/// What browsers still make a canvas of.
const longestSide = 16_000;
const mostPixels = 80_000_000;

const head = 32;
const line = 22;

type Colours = (name: string) => string;

function coloursOfPage(): Colours {
  const style = getComputedStyle(document.documentElement);
  return (name) => `rgb(${style.getPropertyValue(`--${name}`).trim().split(/\s+/).join(', ')})`;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function boxOf(node: TableNode): Box {
  return { ...node.position, width: node.width ?? 0, height: node.height ?? 0 };
}

function around(boxes: Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x)) - margin;
  const y = Math.min(...boxes.map((box) => box.y)) - margin;
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) + margin - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) + margin - y,
  };
}

function clipped(on: CanvasRenderingContext2D, text: string, width: number): string {
  if (on.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && on.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end)}…`;
}

function drawColumn(on: CanvasRenderingContext2D, column: DiagramColumn, box: Box, y: number, colour: Colours) {
  const type = `${column.type}${column.nullable ? '?' : ''}`;
  on.font = '11px monospace';
  const shownType = clipped(on, type, 92);
  const typeWidth = on.measureText(shownType).width;
  on.fillStyle = colour('faint');
  on.fillText(shownType, box.x + box.width - 10 - typeWidth, y);
  if (column.mark) {
    on.fillStyle = colour(column.mark === 'primary' ? 'pending' : 'merge');
    on.beginPath();
    on.arc(box.x + 15, y, 3, 0, 2 * Math.PI);
    on.fill();
  }
  on.font = '12px sans-serif';
  on.fillStyle = colour('ink');
  on.fillText(clipped(on, column.name, box.width - 48 - typeWidth), box.x + 27, y);
}

function drawTable(on: CanvasRenderingContext2D, node: TableNode, colour: Colours) {
  const box = boxOf(node);
  on.fillStyle = colour('panel');
  on.strokeStyle = colour('edge');
  on.beginPath();
  on.roundRect(box.x, box.y, box.width, box.height, 6);
  on.fill();
  on.stroke();
  on.fillStyle = colour('raised');
  on.beginPath();
  on.roundRect(box.x + 0.5, box.y + 0.5, box.width - 1, head - 1, [6, 6, 0, 0]);
  on.fill();
  on.font = 'bold 12px sans-serif';
  on.fillStyle = colour('ink');
  const name = node.data.schema === 'public' ? node.data.table : `${node.data.schema}.${node.data.table}`;
  on.fillText(clipped(on, name, box.width - 20), box.x + 10, box.y + head / 2);
  node.data.columns.forEach((column, index) => drawColumn(on, column, box, box.y + head + line * (index + 0.5), colour));
}

function drawEdge(on: CanvasRenderingContext2D, from: Box, to: Box, label: string, colour: Colours) {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = x2 > x1 ? (x2 - x1) / 2 : Math.max(40, (x1 - x2) / 4);
  on.strokeStyle = colour('faint');
  on.fillStyle = colour('faint');
  on.beginPath();
  on.moveTo(x1, y1);
  on.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2 - 6, y2);
  on.stroke();
  on.beginPath();
  on.moveTo(x2, y2);
  on.lineTo(x2 - 7, y2 - 3.5);
  on.lineTo(x2 - 7, y2 + 3.5);
  on.fill();
  if (label === '') return;
  on.font = '10px sans-serif';
  const width = on.measureText(label).width;
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  on.fillStyle = colour('canvas');
  on.fillRect(x - width / 2 - 3, y - 7, width + 6, 14);
  on.fillStyle = colour('soft');
  on.fillText(label, x - width / 2, y);
}

export function pictureOf(nodes: TableNode[], edges: Edge[]): Promise<Blob | null> {
  const whole = around(nodes.map(boxOf));
  const scale = Math.min(
    sharpest,
    longestSide / whole.width,
    longestSide / whole.height,
    Math.sqrt(mostPixels / (whole.width * whole.height)),
  );
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(whole.width * scale);
  canvas.height = Math.ceil(whole.height * scale);
  const on = canvas.getContext('2d');
  if (!on) return Promise.resolve(null);
  const colour = coloursOfPage();
  on.fillStyle = colour('canvas');
  on.fillRect(0, 0, canvas.width, canvas.height);
  on.scale(scale, scale);
  on.translate(-whole.x, -whole.y);
  on.textBaseline = 'middle';
  const boxes = new Map(nodes.map((node) => [node.id, boxOf(node)]));
  for (const edge of edges) {
    const [from, to] = [boxes.get(edge.source), boxes.get(edge.target)];
    if (from && to) drawEdge(on, from, to, typeof edge.label === 'string' ? edge.label : '', colour);
  }
  for (const node of nodes) drawTable(on, node, colour);
  return new Promise((made) => canvas.toBlob(made, 'image/png'));
}
