// A screen that broke becomes a page with words and a way on, never a white one.
import { Component, type ReactNode } from 'react';
import { ErrorPage } from '#features/launch';

interface BoundaryState {
  thrown: Error | null;
}

export class Boundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { thrown: null };

  static getDerivedStateFromError(thrown: unknown): BoundaryState {
    return { thrown: thrown instanceof Error ? thrown : new Error('unknown') };
  }

  override render(): ReactNode {
    const { thrown } = this.state;
    if (!thrown) return this.props.children;
    return <ErrorPage error={thrown} onRetry={() => window.location.reload()} />;
  }
}
