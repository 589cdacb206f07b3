import { WebSocket as Socket } from 'ws';

/** The package's has what k6's has, but for its parameters. */
export class WebSocket extends Socket {
  constructor(url: string) {
    super(url, [], { perMessageDeflate: false, skipUTF8Validation: true });
  }
}
