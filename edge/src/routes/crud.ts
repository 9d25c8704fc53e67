/**
 * The five routes that most resources have, described alike: list, create, read, change, delete. Only descriptions; what
 * is done stands with each resource.
 */
import { createRoute, type z } from "@hono/zod-openapi";
import { pageOf } from "../contract/operator.ts";
import {
  BODY_PROBLEMS,
  body,
  json,
  problems,
  published,
  publishedHeader,
  READ_PROBLEMS,
} from "../contract/responses.ts";

/** What the routes of a resource are about. */
interface Subject {
  /** @example "pool" */
  one: string;
  /** @example "Pools" */
  tag: string;
}

export function listRoute<Item extends z.ZodType, Query extends z.ZodObject>(
  of: Subject & { item: Item; query: Query },
) {
  return createRoute({
    method: "get",
    path: "/",
    tags: [of.tag],
    summary: `List ${of.tag.toLowerCase()}`,
    request: { query: of.query },
    responses: { 200: json(pageOf(of.item), "A page of the list."), ...READ_PROBLEMS },
  });
}

export function createRouteOf<Item extends z.ZodType, Create extends z.ZodType>(
  of: Subject & { item: Item; create: Create },
) {
  return createRoute({
    method: "post",
    path: "/",
    tags: [of.tag],
    summary: `Create a ${of.one}`,
    request: { body: body(of.create) },
    responses: { 201: published(of.item, `The ${of.one}.`), ...BODY_PROBLEMS, ...problems(409) },
  });
}

export function readRoute<Item extends z.ZodType, Path extends z.ZodObject>(of: Subject & { item: Item; path: Path }) {
  return createRoute({
    method: "get",
    path: "/{id}",
    tags: [of.tag],
    summary: `Read a ${of.one}`,
    request: { params: of.path },
    responses: { 200: json(of.item, `The ${of.one}.`), ...READ_PROBLEMS, ...problems(404) },
  });
}

export function changeRoute<Item extends z.ZodType, Change extends z.ZodType, Path extends z.ZodObject>(
  of: Subject & { item: Item; change: Change; path: Path },
) {
  return createRoute({
    method: "patch",
    path: "/{id}",
    tags: [of.tag],
    summary: `Change a ${of.one}`,
    description: "Fields that are not given stay as they are.",
    request: { params: of.path, body: body(of.change) },
    responses: { 200: published(of.item, `The ${of.one} as it is now.`), ...BODY_PROBLEMS, ...problems(404, 409) },
  });
}

export function deleteRoute<Path extends z.ZodObject>(of: Subject & { path: Path }) {
  return createRoute({
    method: "delete",
    path: "/{id}",
    tags: [of.tag],
    summary: `Delete a ${of.one}`,
    request: { params: of.path },
    responses: {
      204: { description: "Deleted.", headers: publishedHeader },
      ...READ_PROBLEMS,
      ...problems(404, 409),
    },
  });
}
