// An identity provider: keys by which it signs, and tokens.
import { createSign, generateKeyPairSync } from "node:crypto";
import { file } from "./processes.js";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A file with the keys. */
export function keys() {
  const key = { ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" };
  return file("keys.json", JSON.stringify({ keys: [key] }));
}

/** A token that says this and holds for an hour. */
export function token(claims) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid: "1" })}.${part({ iat: now, exp: now + 3600, ...claims })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}
