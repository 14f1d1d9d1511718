import { memo } from 'react';
import { cn } from '@/lib/cn';
import { tokenize, type Grammar } from '@/lib/highlight';

interface CodeProps {
  text: string;
  grammar: Grammar;
  className?: string;
  numbered?: boolean;
  label?: string;
}

/// Only the coloured text, for places that scroll by themselves.
export const CodeText = memo(function CodeText({ text, grammar }: { text: string; grammar: Grammar }) {
  return (
    <pre>
      <Tokens text={text} grammar={grammar} />
    </pre>
  );
});

function Tokens({ text, grammar }: { text: string; grammar: Grammar }) {
  return tokenize(text, grammar).map((token, index) =>
    token.kind === '' ? (
      token.text
    ) : (
      <span key={index} className={`tok-${token.kind}`}>
        {token.text}
      </span>
    ),
  );
}

export const Code = memo(function Code({ text, grammar, className, numbered = false, label }: CodeProps) {
  const lines = numbered ? text.replace(/\n$/, '').split('\n').length : 0;
  return (
    <div
      role="region"
      aria-label={label ?? grammar}
      tabIndex={0}
      className={cn('flex overflow-auto text-xs leading-5', className)}
    >
      {numbered && (
        <pre aria-hidden className="sticky left-0 select-none bg-inherit pr-3 text-right text-faint">
          {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
        </pre>
      )}
      <pre className="min-w-0 flex-1">
        <Tokens text={text} grammar={grammar} />
      </pre>
    </div>
  );
});
