import type { ReactNode } from 'react';
import { Component } from 'react';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** A new value gives the children another try: another view, another person. */
  readonly over: string;
}

interface ErrorBoundaryState {
  readonly failed: boolean;
  readonly over: string;
}

/** Keeps a bug in one view from taking the whole window with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false, over: this.props.over };

  static getDerivedStateFromError(): Partial<ErrorBoundaryState> {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: ErrorBoundaryProps, state: ErrorBoundaryState): ErrorBoundaryState | null {
    return props.over === state.over ? null : { failed: false, over: props.over };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice title="This part of the window failed">
        <p>That is a fault of Warmpath, not of your data. The rest keeps working.</p>
        <Button
          onClick={() => {
            this.setState({ failed: false });
          }}
        >
          Try again
        </Button>
      </Notice>
    );
  }
}
