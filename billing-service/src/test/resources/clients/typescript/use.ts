// What a program of an operator does with the client that openapi-typescript makes: credit, list, preview, read a refusal.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { env: Record<string, string | undefined> };

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

const billing = createClient<paths>({
  baseUrl: `${given("BILLING_URL")}/api/v1`,
  headers: { Authorization: `Bearer ${given("BILLING_TOKEN")}` },
});
const invoice = given("INVOICE");
const tenant = given("TENANT");

async function credit(): Promise<string> {
  const { data, error } = await billing.POST("/invoices/{number}/credit-notes", {
    params: { path: { number: invoice }, header: { "Idempotency-Key": given("KEY") } },
    body: { reason: "agreed", lines: [{ line: 1, amount: "4.00" }] },
  });
  if (data?.number === undefined) {
    throw new Error(JSON.stringify(error));
  }
  return data.number;
}

async function list(): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { data, error } = await billing.GET("/invoices", { params: { query: { tenant, limit: 1, cursor } } });
    if (data === undefined) {
      throw new Error(JSON.stringify(error));
    }
    for (const item of data.items ?? []) {
      seen.push(`${item.number} ${item.payable?.amount} ${item.payable?.currency}`);
    }
    cursor = data.nextCursor;
  } while (cursor !== undefined);
  return seen;
}

async function preview(): Promise<string> {
  const { data, error } = await billing.POST("/invoice-runs", {
    params: { query: { dryRun: true }, header: { "Idempotency-Key": `${given("KEY")}-run` } },
    body: { periods: ["2026-10"], tenants: [tenant] },
  });
  if (data?.id === undefined) {
    throw new Error(JSON.stringify(error));
  }
  const run = await billing.GET("/invoice-runs/{id}", { params: { path: { id: data.id } } });
  return `${run.data?.items?.[0]?.tenant} ${run.data?.items?.[0]?.period}`;
}

async function refusal(): Promise<string> {
  const { error, response } = await billing.GET("/invoices/{number}/entries", { params: { path: { number: "no-such" } } });
  return `${response.status} ${error?.code}`;
}

console.log(
  JSON.stringify({
    creditNote: await credit(),
    again: await credit(),
    listed: await list(),
    preview: await preview(),
    refusal: await refusal(),
  }),
);
