// The formats of OpenAPI that an API server looks at in custom resources (apiextensions-apiserver, pkg/apiserver/validation).
import { isIPv4, isIPv6 } from "node:net";

const within = (bits) => (value) => {
  const limit = 2n ** BigInt(bits - 1);
  return !Number.isInteger(value) || (BigInt(value) >= -limit && BigInt(value) < limit);
};
const text = (holds) => (value) => typeof value !== "string" || holds(value);

const DATE_TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

const FORMATS = {
  int32: within(32),
  int64: within(64),
  float: () => true,
  double: () => true,
  password: () => true,
  byte: text((value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0),
  date: text((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))),
  "date-time": text((value) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))),
  ipv4: text(isIPv4),
  ipv6: text(isIPv6),
};

/** Whether a value has a format. Throws for a format that is not known here, so that none is passed over. */
export function hasFormat(value, format) {
  if (!(format in FORMATS)) {
    throw new Error(`the format ${format} is not known to this check`);
  }
  return FORMATS[format](value);
}
