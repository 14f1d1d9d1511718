import { Background, Controls, MiniMap, ReactFlow, ReactFlowProvider, useNodesState, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useImperativeHandle, useMemo, useState, type Ref } from 'react';
import type { CatalogSnapshot } from '@/api/types';
import { useTheme } from '@/app/theme';
import { ProblemView } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { useStored } from '@/lib/use-stored';
import { edgesOf, neighbourhood, nodesOf, type TableNode } from './graph';
import { place, type Positions } from './layout';
import { pictureOf } from './picture';
import { TableNodeView } from './TableNodeView';

const nodeTypes = { table: TableNodeView };
const noPositions: Positions = {};

export interface DiagramHandle {
  picture: () => Promise<Blob | null>;
}

interface DiagramProps {
  handle: Ref<DiagramHandle>;
  schema: CatalogSnapshot;
  focus: string | null;
  near: boolean;
  keysOnly: boolean;
  /// Changes when all tables shall be placed anew.
  anew: number;
  onFocus: (node: TableNode) => void;
  onOpen: (node: TableNode) => void;
}

function Canvas({ handle, schema, focus, near, keysOnly, anew, onFocus, onOpen }: DiagramProps) {
  const { t } = useTranslation();
  const { shown } = useTheme();
  const flow = useReactFlow();
  const [dragged, setDragged] = useStored<Positions>(`diagram.${schema.database}`, noPositions);
  const [positions, setPositions] = useState<Positions | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [nodes, setNodes, onNodesChange] = useNodesState<TableNode>([]);

  const graph = useMemo(() => {
    const edges = edgesOf(schema);
    const wanted = near && focus ? neighbourhood(focus, edges) : null;
    return {
      nodes: nodesOf(schema, { keysOnly, focus: null }).filter((node) => !wanted || wanted.has(node.id)),
      edges: edges.filter((edge) => !wanted || (wanted.has(edge.source) && wanted.has(edge.target))),
    };
  }, [schema, keysOnly, near, focus]);

  useEffect(() => {
    let current = true;
    place(graph.nodes, graph.edges).then((found) => current && setPositions(found), setFailure);
    return () => {
      current = false;
    };
  }, [graph]);

  useEffect(() => {
    if (anew > 0) setDragged(noPositions);
  }, [anew, setDragged]);

  useEffect(() => {
    if (!positions) return;
    const kept = near ? noPositions : dragged;
    setNodes(
      graph.nodes.map((node) => ({
        ...node,
        position: kept[node.id] ?? positions[node.id] ?? node.position,
        data: { ...node.data, focused: node.id === focus },
      })),
    );
  }, [positions, graph, dragged, near, focus, setNodes]);

  useImperativeHandle(handle, () => ({ picture: () => pictureOf(nodes, graph.edges) }), [nodes, graph.edges]);

  const ready = positions !== null && nodes.length > 0;
  useEffect(() => {
    if (!ready) return;
    const target = focus && !near ? { nodes: [{ id: focus }], maxZoom: 1, duration: 250 } : { maxZoom: 1, duration: 250 };
    const frame = window.setTimeout(() => void flow.fitView({ ...target, padding: 0.15 }), 30);
    return () => window.clearTimeout(frame);
  }, [ready, focus, near, keysOnly, positions, flow]);

  if (failure) return <ProblemView failure={failure} className="m-5" />;
  if (!ready) return <Loading />;
  return (
    <ReactFlow
      nodes={nodes}
      edges={graph.edges}
      nodeTypes={nodeTypes}
      onNodesChange={onNodesChange}
      onNodeDragStop={(_, node) => setDragged({ ...dragged, [node.id]: node.position })}
      onNodeClick={(_, node) => onFocus(node)}
      onNodeDoubleClick={(_, node) => onOpen(node)}
      colorMode={shown}
      fitView
      minZoom={0.05}
      onlyRenderVisibleElements
      nodesConnectable={false}
      deleteKeyCode={null}
      zoomOnDoubleClick={false}
      proOptions={{ hideAttribution: true }}
      aria-label={t('schema.diagram')}
    >
      <Background gap={20} size={1} color="rgb(var(--line))" />
      <Controls showInteractive={false} />
      {graph.nodes.length > 12 && (
        <MiniMap pannable zoomable nodeColor="rgb(var(--edge))" maskColor="rgb(var(--canvas) / 0.6)" ariaLabel={t('schema.map')} />
      )}
    </ReactFlow>
  );
}

export default function Diagram(props: DiagramProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}
