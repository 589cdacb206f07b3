/** Bodies that are there as a whole: a large one that is asked for often is not copied three times for each. */
const bodies = new WeakMap<Response, Buffer<ArrayBuffer>>();

/** An answer with bytes that nobody changes any more. */
export function prepared(bytes: Buffer<ArrayBuffer>, headers: Record<string, string>): Response {
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const response = new Response(stream, { headers });
  bodies.set(response, bytes);
  return response;
}

/** Undefined for an answer whose body has to be read. */
export const preparedBody = (response: Response): Buffer<ArrayBuffer> | undefined => bodies.get(response);
