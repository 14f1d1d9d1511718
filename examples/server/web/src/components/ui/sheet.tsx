import type { ReactNode } from 'react';

/// A plain table for reading.
export function Sheet({ head, children }: { head: string[]; children: ReactNode }) {
  return (
    <div className="overflow-x-auto rounded-md border">
      <table className="w-full text-left text-xs">
        <thead className="bg-panel text-soft">
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" className="whitespace-nowrap px-3 py-1.5 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y [&_td]:px-3 [&_td]:py-1.5 [&_td]:align-top">{children}</tbody>
      </table>
    </div>
  );
}

export function SheetSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-2">
      <h2 className="text-xs font-semibold text-soft">{title}</h2>
      {children}
    </section>
  );
}
