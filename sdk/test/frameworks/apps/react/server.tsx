/** Renders the page as Next does, to a stream that waits for everything. */
import { StrictMode } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { App } from "./app.tsx";

const stream = renderToPipeableStream(
  <StrictMode>
    <App />
  </StrictMode>,
  { onAllReady: () => stream.pipe(process.stdout) },
);
