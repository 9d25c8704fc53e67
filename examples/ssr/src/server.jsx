import { Transform } from "node:stream";
import { StrictMode } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { App } from "./app.jsx";

/** Sends the page: what comes before the app, the app as it is rendered, what comes after it. */
export function render(response, [before, after]) {
  const page = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) => done(null, after),
  });
  const stream = renderToPipeableStream(
    <StrictMode>
      <App />
    </StrictMode>,
    {
      onShellReady() {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        page.pipe(response);
        page.write(before);
        stream.pipe(page);
      },
    },
  );
}
