// The measurement of docs/waking.md works: each step is seen, one after the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { podAddress } from "./played-pod.js";
import { STEPS, wakes } from "./wake-steps.js";

const alone = podAddress() === undefined && "this machine has no address but its own loopback";

test("each step of a wake is seen in its order", { skip: alone }, async () => {
  const all = await wakes(2);
  assert.equal(all.length, 2);
  for (const wake of all) {
    assert.equal(wake.length, STEPS.length);
    wake.forEach((took, i) => assert.ok(took > 0, `${STEPS[i][0]}: ${took} ms`));
  }
});
