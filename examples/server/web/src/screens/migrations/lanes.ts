// Places revisions, newest first, on lanes as git's graph does: a lane goes on until the revision it waits for.

export interface LaneNode {
  id: string;
  parents: string[];
  dependencies: string[];
}

export interface Edge {
  from: number;
  to: number;
  colour: number;
  dashed: boolean;
}

/// `through` reach from the top of a row to its bottom, `above` end in its node, `below` begin there.
export interface LaneRow {
  lane: number;
  colour: number;
  through: Edge[];
  above: Edge[];
  below: Edge[];
}

export interface LaneLayout {
  rows: LaneRow[];
  lanes: number;
}

interface Lane {
  awaits: string;
  colour: number;
  dashed: boolean;
}

class Lanes {
  private readonly open: (Lane | null)[] = [];
  private colours = 0;
  widest = 0;

  private freeLane(): number {
    const free = this.open.indexOf(null);
    return free === -1 ? this.open.length : free;
  }

  private put(lane: number, what: Lane | null): void {
    this.open[lane] = what;
    this.widest = Math.max(this.widest, lane + 1);
  }

  private awaiting(id: string): number[] {
    return this.open.flatMap((lane, index) => (lane?.awaits === id ? [index] : []));
  }

  /// The lane of a parent: the one that waits for it already, or else the node's own, or else a free one.
  private laneTo(parent: string, own: Lane & { index: number }, dashed: boolean): Edge {
    const waiting = this.open.findIndex((lane) => lane?.awaits === parent && lane.dashed === dashed);
    const found = this.open[waiting];
    if (found) return { from: own.index, to: waiting, colour: found.colour, dashed };
    const reuse = !dashed && this.open[own.index] === null;
    const to = reuse ? own.index : this.freeLane();
    const colour = reuse ? own.colour : (this.colours += 1);
    this.put(to, { awaits: parent, colour, dashed });
    return { from: own.index, to, colour, dashed };
  }

  place(node: LaneNode): LaneRow {
    const arriving = this.awaiting(node.id);
    const main = arriving.find((index) => !this.open[index]?.dashed);
    const lane = main ?? this.freeLane();
    const colour = (main !== undefined ? this.open[main]?.colour : undefined) ?? (this.colours += 1);
    const above = arriving.map((index) => {
      const line = this.open[index] as Lane;
      return { from: index, to: lane, colour: line.colour, dashed: line.dashed };
    });
    for (const index of arriving) this.put(index, null);
    this.put(lane, null);
    const through = this.open.flatMap((line, index) =>
      line ? [{ from: index, to: index, colour: line.colour, dashed: line.dashed }] : [],
    );
    const own = { index: lane, awaits: '', colour, dashed: false };
    const below = [
      ...node.parents.map((parent) => this.laneTo(parent, own, false)),
      ...node.dependencies.map((needed) => this.laneTo(needed, own, true)),
    ];
    return { lane, colour, through, above, below };
  }
}

export function layOut(nodes: LaneNode[]): LaneLayout {
  const lanes = new Lanes();
  const rows = nodes.map((node) => lanes.place(node));
  return { rows, lanes: lanes.widest };
}
