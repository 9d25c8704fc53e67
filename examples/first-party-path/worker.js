/** Serves Ringtrail from a path of the website, `https://www.example.com/rt/…`, to whom that is the website itself. */
const PREFIX = "/rt";

export default {
  fetch(request, env) {
    const url = new URL(request.url);
    if (!url.pathname.startsWith(`${PREFIX}/`)) return new Response("Not found", { status: 404 });
    url.pathname = url.pathname.slice(PREFIX.length);
    // The request goes on as it came: the visitor's address and place with it.
    return env.RINGTRAIL.fetch(new Request(url, request));
  },
};
