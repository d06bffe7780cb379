// A body on its way through us: each piece is looked at, and its end is told exactly once, however it ends.
// Nothing is read before somebody wants it.

export interface StreamWatch {
  /** May throw: then the stream fails with that. */
  piece?(piece: Uint8Array): void;
  /** Read whole, failed or let go. */
  end?(): void;
  /** What readers are told of a failure. */
  explain?(thrown: unknown): unknown;
}

export function watchStream(
  body: ReadableStream<Uint8Array>,
  { piece, end, explain }: StreamWatch,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            end?.();
            controller.close();
            return;
          }
          piece?.(value);
          controller.enqueue(value as Uint8Array<ArrayBuffer>);
        } catch (thrown) {
          end?.();
          // The other side need not go on sending; that it fails now as well is of no interest.
          void reader.cancel().catch(() => undefined);
          throw explain ? explain(thrown) : thrown;
        }
      },
      async cancel(reason) {
        end?.();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
