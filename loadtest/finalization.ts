/** k6's engine has no `FinalizationRegistry`, which @colyseus/schema makes one of as it loads, for servers only. */
class NothingIsFinalized {
  register(): void {}
  unregister(): boolean {
    return false;
  }
}

const globals = globalThis as { FinalizationRegistry?: unknown };
globals.FinalizationRegistry ??= NothingIsFinalized;
