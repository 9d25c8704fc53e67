/** Renders the app on the server and lets the browser hydrate it, as Next and its like do. `npm run dev` starts it. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createServer as createVite } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

/** @param config more settings for Vite */
export async function serve(port, config = {}) {
  const server = createServer();
  const vite = await createVite({
    ...config,
    root,
    appType: "custom",
    server: { middlewareMode: { server }, hmr: { server } },
  });
  server.on("request", (request, response) => {
    vite.middlewares(request, response, async () => {
      const template = await readFile(`${root}index.html`, "utf8");
      const page = (await vite.transformIndexHtml(request.url, template)).split("<!--app-->");
      const { render } = await vite.ssrLoadModule("/src/server.jsx");
      render(response, page);
    });
  });
  await new Promise((resolve) => server.listen(port, resolve));
  return { port: server.address().port, close: () => Promise.all([vite.close(), server.close()]) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { port } = await serve(5173);
  console.log(`http://localhost:${port}/`);
}
